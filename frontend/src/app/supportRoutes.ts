/** Addresses of «Сопровождение» and of the things in it. */
import { type AnyRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { readPointsSearch } from '@/features/action_points/pointsSearch'
import { readQueue } from '@/features/documents/filter'
import { readQualitySearch } from '@/features/quality/qualitySearch'
import { readStagesSearch } from '@/features/stages/search'
import { readVisitsSearch } from '@/features/visits/visitsSearch'
import { mustBeId } from './mustBeId'

/** Return the routes below the frame of those who are logged in. */
export function supportRoutes<Parent extends AnyRoute>(inside: Parent) {
  const support = createRoute({
    getParentRoute: () => inside,
    path: '/support',
    component: lazyRouteComponent(() => import('./SupportScreens'), 'SupportFrame'),
  })
  const parts = [
    createRoute({
      getParentRoute: () => support,
      path: '/',
      beforeLoad: () => {
        throw redirect({ to: '/support/stages' })
      },
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/stages',
      validateSearch: readStagesSearch,
      component: lazyRouteComponent(() => import('@/features/stages/StagesPage'), 'StagesPage'),
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/risk-profiles',
      component: lazyRouteComponent(() => import('@/features/risk_profiles/ProfilesPage'), 'ProfilesPage'),
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/visits',
      validateSearch: readVisitsSearch,
      component: lazyRouteComponent(() => import('@/features/visits/VisitsPage'), 'VisitsPage'),
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/action-points',
      validateSearch: readPointsSearch,
      component: lazyRouteComponent(
        () => import('@/features/action_points/ActionPointsPage'),
        'ActionPointsPage',
      ),
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/documents',
      validateSearch: readQueue,
      component: lazyRouteComponent(() => import('@/features/documents/DocumentsPage'), 'DocumentsPage'),
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/people',
      component: lazyRouteComponent(() => import('@/features/support/PeoplePage'), 'PeoplePage'),
    }),
    createRoute({
      getParentRoute: () => support,
      path: '/quality',
      validateSearch: readQualitySearch,
      component: lazyRouteComponent(() => import('@/features/quality/QualityPage'), 'QualityPage'),
    }),
  ] as const
  const visit = createRoute({
    getParentRoute: () => inside,
    path: '/visits/$visitId',
    loader: ({ params }) => mustBeId(params.visitId),
    component: lazyRouteComponent(() => import('./SupportScreens'), 'VisitScreen'),
  })
  const document = createRoute({
    getParentRoute: () => inside,
    path: '/documents/$documentId',
    loader: ({ params }) => mustBeId(params.documentId),
    component: lazyRouteComponent(() => import('./SupportScreens'), 'DocumentScreen'),
  })
  const programme = createRoute({
    getParentRoute: () => inside,
    path: '/programmes/$programmeId',
    loader: ({ params }) => mustBeId(params.programmeId),
    component: lazyRouteComponent(() => import('./SupportScreens'), 'ProgrammeScreen'),
  })
  return [support.addChildren(parts), visit, document, programme] as const
}

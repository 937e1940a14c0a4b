/** Addresses of the schools and of the parts of one. */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readSchoolSearch } from '@/features/analysis/parts/analysisSearch'
import { readFilter } from '@/features/schools/filter'
import { NoSuchSchool } from '@/features/schools/NoSuchSchool'
import { isUuid } from '@/lib/uuid'
import { mustBeId } from './mustBeId'

/** Return the routes below the frame of those who are logged in. */
export function schoolRoutes<Parent extends AnyRoute>(inside: Parent) {
  const schools = createRoute({
    getParentRoute: () => inside,
    path: '/schools',
    validateSearch: readFilter,
    component: lazyRouteComponent(() => import('@/features/schools/SchoolsPage'), 'SchoolsPage'),
  })

  const school = createRoute({
    getParentRoute: () => inside,
    path: '/schools/$schoolId',
    loader: ({ params }) => mustBeId(params.schoolId),
    notFoundComponent: NoSuchSchool,
    component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolScreen'),
  })

  const schoolParts = [
    createRoute({
      getParentRoute: () => school,
      path: '/',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolOverview'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/risk-profile',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolRiskProfile'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/results',
      validateSearch: readSchoolSearch,
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolResults'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/targets',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolTargetsPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/team',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolTeamPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/visits',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolVisitsPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/documents',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolDocumentsPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/programmes',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolProgrammesPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/action-points',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolActionPointsPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/identification',
      validateSearch: ({ run }: Record<string, unknown>): { run?: string } => (isUuid(run) ? { run } : {}),
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolIdentificationPart'),
    }),
    createRoute({
      getParentRoute: () => school,
      path: '/history',
      component: lazyRouteComponent(() => import('./SchoolScreens'), 'SchoolHistoryPart'),
    }),
  ] as const
  return [schools, school.addChildren(schoolParts)] as const
}

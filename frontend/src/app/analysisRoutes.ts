/** Addresses of «Результаты»: every subject at once, and one subject looked at closely. */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readOverviewSearch, readSubjectSearch } from '@/features/analysis/parts/analysisSearch'

/** Return the routes below the frame of those who are logged in. */
export function analysisRoutes<Parent extends AnyRoute>(inside: Parent) {
  return [
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis',
      validateSearch: readOverviewSearch,
      component: lazyRouteComponent(
        () => import('@/features/analysis/overview/OverviewPage'),
        'OverviewPage',
      ),
    }),
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/subject',
      validateSearch: readSubjectSearch,
      component: lazyRouteComponent(() => import('@/features/analysis/subject/SubjectPage'), 'SubjectPage'),
    }),
  ] as const
}

/** Addresses of the analysis of tasks. */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readAnalysisSearch } from '@/features/task_analysis/analysisSearch'

/** Return the routes below the frame of those who are logged in. */
export function taskAnalysisRoutes<Parent extends AnyRoute>(inside: Parent) {
  return [
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/tasks',
      validateSearch: readAnalysisSearch,
      component: lazyRouteComponent(() => import('@/features/task_analysis/TasksPage'), 'TasksPage'),
    }),
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/scores',
      validateSearch: readAnalysisSearch,
      component: lazyRouteComponent(() => import('@/features/task_analysis/ScoresPage'), 'ScoresPage'),
    }),
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/entry-exit',
      validateSearch: readAnalysisSearch,
      component: lazyRouteComponent(() => import('@/features/task_analysis/EntryExitPage'), 'EntryExitPage'),
    }),
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/methodical',
      validateSearch: readAnalysisSearch,
      component: lazyRouteComponent(
        () => import('@/features/task_analysis/MethodicalPage'),
        'MethodicalPage',
      ),
    }),
  ] as const
}

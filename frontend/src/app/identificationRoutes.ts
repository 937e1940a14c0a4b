/** Addresses of «Перечень ОО с НОР». */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readRunSearch } from '@/features/identification/runSearch'
import { mustBeId } from './mustBeId'

/** Return the routes below the frame of those who are logged in. */
export function identificationRoutes<Parent extends AnyRoute>(inside: Parent) {
  const runs = createRoute({
    getParentRoute: () => inside,
    path: '/identification',
    component: lazyRouteComponent(() => import('@/features/identification/RunsPage'), 'RunsPage'),
  })
  const run = createRoute({
    getParentRoute: () => inside,
    path: '/identification/runs/$runId',
    validateSearch: readRunSearch,
    loader: ({ params }) => mustBeId(params.runId),
    component: lazyRouteComponent(() => import('@/features/identification/RunPage'), 'RunPage'),
  })
  const line = createRoute({
    getParentRoute: () => inside,
    path: '/identification/runs/$runId/schools/$schoolId',
    loader: ({ params }) => {
      mustBeId(params.runId)
      mustBeId(params.schoolId)
    },
    component: lazyRouteComponent(() => import('@/features/identification/LinePage'), 'LinePage'),
  })
  return [runs, run, line] as const
}

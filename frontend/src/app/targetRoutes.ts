/** Addresses of «Цели». */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readTargetsSearch } from '@/features/targets/targetsSearch'
import { mustBeId } from './mustBeId'

/** Return the routes below the frame of those who are logged in. */
export function targetRoutes<Parent extends AnyRoute>(inside: Parent) {
  const list = createRoute({
    getParentRoute: () => inside,
    path: '/targets',
    validateSearch: readTargetsSearch,
    component: lazyRouteComponent(() => import('@/features/targets/TargetsPage'), 'TargetsPage'),
  })
  const one = createRoute({
    getParentRoute: () => inside,
    path: '/targets/$targetId',
    loader: ({ params }) => mustBeId(params.targetId),
    component: lazyRouteComponent(() => import('./TargetScreens'), 'TargetScreen'),
  })
  return [list, one] as const
}

/** Addresses of «Шкалы и паспорта работ». */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readScalesSearch } from '@/features/assessments/scalesSearch'
import { mustBeId } from './mustBeId'

/** Return the routes below the frame of those who are logged in. */
export function scaleRoutes<Parent extends AnyRoute>(inside: Parent) {
  const scales = createRoute({
    getParentRoute: () => inside,
    path: '/scales',
    component: lazyRouteComponent(() => import('./ScaleScreens'), 'ScalesFrame'),
  })
  const parts = [
    createRoute({
      getParentRoute: () => scales,
      path: '/',
      validateSearch: readScalesSearch,
      component: lazyRouteComponent(() => import('@/features/assessments/ScalesPage'), 'ScalesPage'),
    }),
    createRoute({
      getParentRoute: () => scales,
      path: '/passports',
      component: lazyRouteComponent(() => import('@/features/assessments/PassportsPage'), 'PassportsPage'),
    }),
    createRoute({
      getParentRoute: () => scales,
      path: '/passports/$passportId',
      loader: ({ params }) => mustBeId(params.passportId),
      component: lazyRouteComponent(() => import('./ScaleScreens'), 'PassportScreen'),
    }),
  ] as const
  return [scales.addChildren(parts)] as const
}

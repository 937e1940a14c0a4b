/** Addresses of «Сигналы объективности» and «Подтверждение отметок». */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readConfirmationSearch, readSignalsSearch } from '@/features/signals/signalsSearch'

/** Return the routes below the frame of those who are logged in. */
export function signalRoutes<Parent extends AnyRoute>(inside: Parent) {
  const signals = createRoute({
    getParentRoute: () => inside,
    path: '/analysis/signals',
    validateSearch: readSignalsSearch,
    component: lazyRouteComponent(() => import('@/features/signals/SignalsPage'), 'SignalsPage'),
  })
  const confirmation = createRoute({
    getParentRoute: () => inside,
    path: '/analysis/confirmation',
    validateSearch: readConfirmationSearch,
    component: lazyRouteComponent(() => import('@/features/signals/ConfirmationPage'), 'ConfirmationPage'),
  })
  return [signals, confirmation] as const
}

/** A page of the feature at its address, as the application shows it, for tests. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { getMeQueryKey } from '@/api/generated/@tanstack/react-query.gen'

interface Screen {
  /** The path of the route below `/inside`: '/plan/drafts/$editionId'. */
  route: string
  at: string
  page: () => ReactNode
  permissions?: readonly string[]
  readSearch?: (search: Record<string, unknown>) => object
  /** What an earlier page has read, for a test that comes back to it. */
  queries?: QueryClient
}

export const api = (path: string) => `${window.location.origin}/api/v1${path}`

export function renderScreen({
  route,
  at,
  page,
  permissions = ['manage_plans'],
  readSearch,
  queries = new QueryClient({ defaultOptions: { queries: { retry: false } } }),
}: Screen) {
  queries.setQueryData(getMeQueryKey(), {
    id: '0195b000-0000-7000-8000-00000000000a',
    kind: 'person',
    login: 'coordinator',
    full_name: 'Чертежова Ч. Ч.',
    now: '2021-03-17T09:40:00+04:00',
    demo_moment: false,
    roles: [],
    permissions: [...permissions],
  })
  const root = createRootRoute({ component: Outlet })
  const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Outlet })
  const shown = createRoute({
    getParentRoute: () => inside,
    path: route,
    component: page,
    validateSearch: readSearch,
  })
  const elsewhere = createRoute({
    getParentRoute: () => root,
    path: '$',
    component: () => <p>другая страница</p>,
  })
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren([shown]), elsewhere]),
    history: createMemoryHistory({ initialEntries: [at] }),
  })
  const view = render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        {/* The types of links belong to the router of the application. */}
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { ...view, router, queries }
}

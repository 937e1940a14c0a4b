/** A protocol as the server sends it, and its page as the application shows it, for tests. */
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
import type { FiguresOut, ProtocolOut, ShareOut } from '@/api/generated/types.gen'

export const ID = '0195a000-0000-7000-8000-0000000000cc'
export const ME = {
  id: '0195b000-0000-7000-8000-00000000000a',
  kind: 'person' as const,
  login: 'methodist',
  full_name: 'Чертежова Ч. Ч.',
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
  roles: [],
  permissions: ['see_results', 'see_participants', 'commit_uploads'],
}
export const api = (path: string) => `${window.location.origin}/api/v1${path}`

const share = (count: number): ShareOut => ({
  kind: 'measured',
  count,
  n: 8,
  pct: null,
  ci_low_pct: null,
  ci_high_pct: null,
})
const FIGURES = {
  n: 8,
  n2: 3,
  n3: 3,
  n4: 2,
  n5: 0,
  small_sample: true,
  below_min: share(3),
  success: share(5),
  quality: share(2),
  avg_mark: { kind: 'measured', value: 2.88, n: 8 },
} as unknown as FiguresOut

export function protocolWith(parts: Partial<ProtocolOut>): ProtocolOut {
  return {
    id: ID,
    school_id: 's',
    school_name: 'ГБОУ СОШ с. Васильевка',
    state: 'current',
    version: 2,
    recorded_at: '2021-03-16T10:12:00+04:00',
    upload_id: null,
    upload_number: null,
    work: { title: 'ВПР, осень 2020, математика, 5 класс' } as ProtocolOut['work'],
    figures: FIGURES,
    scale: null,
    task_names: ['1', '2', '3'],
    task_max: [1, 2, 3],
    versions: [],
    ...parts,
  } as ProtocolOut
}

export function showProtocol(page: ReactNode, permissions: readonly string[]) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  queries.setQueryData(getMeQueryKey(), { ...ME, permissions: [...permissions] })
  const root = createRootRoute({ component: Outlet })
  const here = createRoute({ getParentRoute: () => root, path: '/', component: () => page })
  const elsewhere = createRoute({ getParentRoute: () => root, path: '$', component: () => null })
  const router = createRouter({
    routeTree: root.addChildren([here, elsewhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        {/* The types of links belong to the router of the application. */}
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

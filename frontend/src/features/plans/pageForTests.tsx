/** A page of this feature at its address, with a server that remembers what it was asked for. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { type ReactNode, Suspense } from 'react'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import type { ExportIn, PlanList } from '@/api/generated/types.gen'
import { readControlSearch } from './control/controlSearch'
import { readMatrixSearch } from './matrix/matrixSearch'
import { readPlanSearch } from './planSearch'
import { anEdition } from './rowForTests'

export const api = (path: string) => `${window.location.origin}/api/v1${path}`

/** Bodies of the workbooks asked for, in order. */
export const exported: ExportIn[] = []

const { edition, plan_title } = anEdition()
const PLANS: PlanList = { items: [{ id: 'p', code: 'p', title: plan_title, editions: [edition] }] }

export const server = setupServer()

/** Serves the plans and takes exports; everything else the test itself has to say. */
export function withServer(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    exported.length = 0
  })
  afterAll(() => server.close())
}

export function serve(replies: Record<string, object>): void {
  URL.createObjectURL = () => 'blob:1'
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  server.use(
    http.get(api('/plans'), () => HttpResponse.json(PLANS as unknown as JsonBodyType)),
    http.post(api('/editions/:id/exports'), async ({ request }) => {
      exported.push((await request.json()) as ExportIn)
      return HttpResponse.arrayBuffer(new ArrayBuffer(4), {
        headers: { 'Content-Type': 'application/octet-stream' },
      })
    }),
    ...Object.entries(replies).map(([path, reply]) =>
      http.get(api(path), () => HttpResponse.json(reply as JsonBodyType)),
    ),
  )
}

/** Opens a page in a wide window; the answer tells the search part of its address as it is now. */
export function openPage(
  address: string,
  component: (props: Record<string, never>) => ReactNode,
): () => Record<string, unknown> {
  const narrow = window.matchMedia
  vi.spyOn(window, 'matchMedia').mockImplementation((media) => ({ ...narrow(media), matches: true }))
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const pages = [
    { path: '/plan', validateSearch: readPlanSearch },
    { path: '/plan/matrix', validateSearch: readMatrixSearch },
    { path: '/control', validateSearch: readControlSearch },
    { path: '/schools/$schoolId' },
    { path: '/' },
  ].map((options) => createRoute({ getParentRoute: () => inside, component, ...options }))
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren(pages)]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(
    <QueryClientProvider client={queries}>
      <Suspense>
        {/* The type of the product's router does not matter here. */}
        <RouterProvider router={router as never} />
      </Suspense>
    </QueryClientProvider>,
  )
  const isSet = ([, value]: [string, unknown]) => value !== undefined
  return () => Object.fromEntries(Object.entries(router.state.location.search).filter(isSet))
}

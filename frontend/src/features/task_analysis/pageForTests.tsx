/** Pages of the analysis at their addresses, with a server that remembers what it was asked for. */
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
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { readAnalysisSearch } from './analysisSearch'
import { EntryExitPage } from './EntryExitPage'
import { MethodicalPage } from './MethodicalPage'
import { ANALYSIS, CHANGES, HEAT, SCORES, WORKS } from './repliesForTests'
import { ScoresPage } from './ScoresPage'
import { TasksPage } from './TasksPage'

/** What was asked, in order: path and query. */
export const asked: URL[] = []
export const server = setupServer()
const api = (path: string) => `${window.location.origin}/api/v1${path}`

export function withServer(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    asked.length = 0
  })
  afterAll(() => server.close())
}

export function serve(replies: Record<string, object> = {}): void {
  URL.createObjectURL = () => 'blob:1'
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const known: Record<string, object> = {
    '/task-analysis/works': WORKS,
    '/task-analysis/heat-map': HEAT,
    '/task-analysis/scores': SCORES,
    '/task-analysis/entry-exit': CHANGES,
    '/task-analysis': ANALYSIS,
    '/task-analysis/export': new HttpResponse(new ArrayBuffer(4)),
    ...replies,
  }
  server.use(
    ...Object.entries(known).map(([path, reply]) =>
      http.get(api(path), ({ request }) => {
        asked.push(new URL(request.url))
        return reply instanceof Response ? reply.clone() : HttpResponse.json(reply as JsonBodyType)
      }),
    ),
  )
}

/** Opens an address; the answer tells the search part of it as it is now. */
export function open(address: string): () => Record<string, unknown> {
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const pages = [
    { path: '/analysis/tasks', component: TasksPage },
    { path: '/analysis/scores', component: ScoresPage },
    { path: '/analysis/entry-exit', component: EntryExitPage },
    { path: '/analysis/methodical', component: MethodicalPage },
    { path: '/scales' },
    { path: '/scales/passports' },
    { path: '/scales/passports/$passportId' },
  ].map((options) =>
    createRoute({ getParentRoute: () => inside, validateSearch: readAnalysisSearch, ...options }),
  )
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren(pages)]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Suspense>
        {/* The type of the product's router does not matter here. */}
        <RouterProvider router={router as never} />
      </Suspense>
    </QueryClientProvider>,
  )
  const isSet = ([, value]: [string, unknown]) => value !== undefined
  return () => Object.fromEntries(Object.entries(router.state.location.search).filter(isSet))
}

/** The pages of identification over a server of the tests. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { configure, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import { LinePage } from './LinePage'
import { RunPage } from './RunPage'
import { RunsPage } from './RunsPage'
import { LINE, ME, ROW, RULE, RUN, RUN_ID, SCHOOL, WHAT_IF } from './runForTests'
import { readRunSearch } from './runSearch'
import { SchoolIdentification } from './SchoolIdentification'

const api = (path: string) => `${window.location.origin}/api/v1${path}`
export const RUN_PAGE = `/identification/runs/${RUN_ID}`
export const LINE_PAGE = `${RUN_PAGE}/schools/${SCHOOL}`

/** What was asked of the list and of what-if, and what was written, in order. */
export const asked: string[] = []
export const tried: string[] = []
export const sent: { to: string; body: unknown }[] = []
const server = setupServer()

/** Called once by each file of tests. */
export function serve(): void {
  // The first page of a file waits for everything it imports.
  configure({ asyncUtilTimeout: 4000 })
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    for (const list of [asked, tried, sent]) list.length = 0
    forgetDrafts()
  })
  afterAll(() => server.close())
}

const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })

export function open(address: string, { run = RUN, line = LINE } = {}) {
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api('/identification/rules'), () =>
      json({ items: [RULE], years: [2020, 2019], allowed_actions: ['start', 'write_rule'] }),
    ),
    http.get(api('/identification/runs'), () => json({ items: [run] })),
    http.get(api(RUN_PAGE), () => json(run)),
    http.get(api(`${RUN_PAGE}/schools`), ({ request }) => {
      asked.push(new URL(request.url).search)
      return json({ items: [ROW], total: 1, page: 1, page_size: 50 })
    }),
    http.get(api(`${RUN_PAGE}/what-if`), ({ request }) => {
      tried.push(new URL(request.url).search)
      return json(WHAT_IF)
    }),
    http.get(api(`${RUN_PAGE}/check`), () =>
      json({
        is_same: true,
        checked: 3,
        differing: 0,
        digest: RUN.digest,
        recomputed: RUN.digest,
        changes_total: 1,
        changes: [
          {
            school_id: SCHOOL,
            school_name: ROW.school_name,
            title: 'ВПР, математика',
            was: '5 из 13',
            now: '2 из 13',
            becomes_title: 'низких результатов нет',
          },
        ],
        verdicts_changed: 1,
      }),
    ),
    http.get(api(LINE_PAGE), () => json(line)),
    http.get(api(`/schools/${SCHOOL}/identification`), () =>
      json({ school_id: SCHOOL, school_name: ROW.school_name, runs: [], line }),
    ),
    http.get(api(`/schools/${SCHOOL}/documents`), () => json({ required: [], others: [] })),
    http.post(api('/*'), async ({ request }) => {
      const text = await request.text()
      sent.push({ to: new URL(request.url).pathname.replace('/api/v1', ''), body: text && JSON.parse(text) })
      return json(request.url.endsWith('/runs') ? run : line, 201)
    }),
  )
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const pages = [
    { path: '/identification', component: RunsPage },
    { path: '/identification/runs/$runId', component: RunPage, validateSearch: readRunSearch },
    { path: '/identification/runs/$runId/schools/$schoolId', component: LinePage },
    {
      path: '/schools/$schoolId',
      component: () => <SchoolIdentification schoolId={SCHOOL} runId={undefined} onRun={() => {}} />,
    },
    { path: '/schools/$schoolId/results' },
    { path: '/documents/$documentId' },
  ].map((options) => createRoute({ getParentRoute: () => inside, ...options }))
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren(pages)]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Suspense>
          {/* The type of the product's router does not matter here. */}
          <RouterProvider router={router as never} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return router
}

export const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }))

/** Schools and steps as the server sends them, and the page at its address for tests. */
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
import type { StageCellOut, StageSchoolOut, StageStepOut, StagesOut } from '@/api/generated/types.gen'
import { StagesPage } from './StagesPage'
import { readStagesSearch } from './search'

export const uuid = (number: number) => `0195a000-0000-7000-8000-${String(number).padStart(12, '0')}`

const step = (parts: Partial<StageStepOut>): StageStepOut => ({
  code: 'visit',
  title: 'Посещение',
  who: 'куратор и директор',
  row: '500+.6',
  due_on: '2021-03-10',
  link: 'visits',
  done: 1,
  late: 1,
  total: 3,
  ...parts,
})
export const cellWith = (parts: Partial<StageCellOut>): StageCellOut => ({
  step: 'visit',
  state: 'idle',
  done_on: null,
  had: 0,
  needed: 1,
  days: 30,
  facts: [],
  ...parts,
})
const school = (number: number, name: string, visit: Partial<StageCellOut>): StageSchoolOut => ({
  school_id: uuid(number),
  school_name: name,
  curator: null,
  is_mine: false,
  done: 0,
  late: visit.state === 'late' ? 1 : 0,
  next_step: 'visit',
  cells: [cellWith(visit), cellWith({ step: 'profile', days: null }), cellWith({ step: 'survey', days: 30 })],
})

export const STAGES: StagesOut = {
  cycle: 2021,
  on: '2021-03-17',
  steps: [
    step({}),
    step({ code: 'profile', title: 'РПШ сформирован', row: null, due_on: null, link: 'risk-profile' }),
    step({ code: 'survey', title: 'Анкетирование', row: '500+.2', due_on: '2021-04-16', link: 'plan' }),
  ],
  schools: [
    school(1, 'СОШ № 1', { state: 'done', done_on: '2021-03-05', had: 1 }),
    school(2, 'СОШ № 2', {
      state: 'late',
      days: -7,
      had: 1,
      needed: 2,
      facts: [
        {
          code: 'visit_held',
          title: 'Посещение проведено',
          since_on: '2021-03-09',
          missing: 'посещение не проведено',
          basis: 'Визит 09.03.2021',
        },
        {
          code: 'verified',
          title: 'РПШ верифицирован',
          since_on: null,
          missing: 'РПШ не верифицирован',
          basis: null,
        },
      ],
    }),
    school(3, 'СОШ № 3', { state: 'due', days: 2 }),
  ],
}

const api = (path: string) => `${window.location.origin}/api/v1${path}`
const server = setupServer()

/** Call once in a test file. */
export function withServer(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    vi.restoreAllMocks()
  })
  afterAll(() => server.close())
}

/** Opens the page in a wide window; the answer tells the search part of its address as it is now. */
export function openPage(address: string, stages: object = STAGES, status = 200) {
  const narrow = window.matchMedia
  vi.spyOn(window, 'matchMedia').mockImplementation((media) => ({ ...narrow(media), matches: true }))
  server.use(http.get(api('/stages'), () => HttpResponse.json(stages as JsonBodyType, { status })))
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const support = createRoute({ getParentRoute: () => inside, path: '/support' })
  const page = createRoute({
    getParentRoute: () => support,
    path: '/stages',
    validateSearch: readStagesSearch,
    component: StagesPage,
  })
  const others = ['/plan', '/schools/$schoolId', '/schools/$schoolId/$part'].map((path) =>
    createRoute({ getParentRoute: () => inside, path }),
  )
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren([support.addChildren([page]), ...others])]),
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

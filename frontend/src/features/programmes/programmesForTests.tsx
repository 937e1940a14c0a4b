/** One programme as the server sends it, a server that remembers what it was sent, and a screen for tests. */
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
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { MeasureOut, MeOut, ProgrammeOut, ProgrammeRowOut } from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'

export const ID = '0195a000-0000-7000-8000-00000000000a'
export const SCHOOL = '0195a000-0000-7000-8000-00000000000b'
const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'director',
  full_name: 'Васильева В. В.',
  roles: [],
  permissions: [],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}

export const ROW: ProgrammeRowOut = {
  id: ID,
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  factor: 'low_motivation',
  factor_name: 'Низкая учебная мотивация',
  cycle: 2021,
  is_selected: true,
  state: 'draft',
  state_title: 'черновик',
  measures: 2,
  stage1: 2,
  stage1_confirmed: 1,
  stage2: 0,
  stage2_confirmed: 0,
  waiting: 0,
}

export const measureWith = (parts: Partial<MeasureOut>): MeasureOut => ({
  id: 'm1',
  stage: 1,
  position: 1,
  task: null,
  title: 'Диагностика мотивации',
  due_on: '2021-04-15',
  responsible: 'Завуч',
  participants: null,
  evidence_kind: 'справка',
  indicator: null,
  state: 'planned',
  state_title: 'ещё не выполнена',
  is_late: false,
  done_on: null,
  evidence_text: null,
  link_url: null,
  file_name: null,
  submitted_by: null,
  confirmed_on: null,
  decided_by: null,
  reason: null,
  allowed_actions: [],
  blocked: [],
  ...parts,
})

const PROGRAMME: ProgrammeOut = {
  programme: ROW,
  goal: 'Повысить мотивацию',
  indicator: 'Доля мотивированных',
  indicator_unit: '%',
  baseline: '40.00',
  target: '55.50',
  starts_on: '2021-03-01',
  ends_on: '2021-11-30',
  version: 4,
  submitted_at: null,
  submitted_by: null,
  accepted_on: null,
  matches_concept: null,
  reason: null,
  measures: [measureWith({}), measureWith({ id: 'm2', position: 2, title: 'Кружки по интересам' })],
  notes: [],
  steps: [],
  allowed_actions: [],
  blocked: [],
}
export const programmeWith = (parts: Partial<ProgrammeOut>): ProgrammeOut => ({ ...PROGRAMME, ...parts })

export const sent: { to: string; version?: string; body: unknown }[] = []
export const server = setupServer()

/** Call once in a test file. */
export function withServer(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    sent.length = 0
    forgetDrafts()
  })
  afterAll(() => server.close())
}

export const api = (path: string) => `${window.location.origin}/api/v1${path}`

/** The answer to every write from now on. */
export function answerWrites(answer: () => Response): void {
  const remember = async ({ request }: { request: Request }) => {
    const { pathname, search } = new URL(request.url)
    const version = request.headers.get('If-Match')
    sent.push({
      to: `${request.method} ${pathname.replace('/api/v1', '')}${search}`,
      ...(version && { version }),
      body: await request.json(),
    })
    return answer()
  }
  server.use(http.post(api('/*'), remember), http.put(api('/*'), remember))
}

export function refusal(status: number, detail: string, errors: { pointer: string; message: string }[]) {
  return HttpResponse.json(
    { type: '/problems/validation', title: 'Запрос не принят', status, detail, errors },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  )
}

/** What the server says when it is asked for this address, also the next time. */
export function serve(path: string, answer: object): void {
  server.use(http.get(api(path), () => HttpResponse.json(answer as JsonBodyType)))
}

/** The answer tells the address of the page as it is now. */
export function show(part: ReactNode): () => string {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(meOptions().queryKey, ME)
  serve('/me', ME)
  const root = createRootRoute({ component: () => part })
  const paths = ['/', '/programmes/$programmeId', '/schools/$schoolId/programmes']
  const router = createRouter({
    routeTree: root.addChildren(paths.map((path) => createRoute({ getParentRoute: () => root, path }))),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  render(
    <QueryClientProvider client={queries}>
      <Suspense>
        <RouterProvider router={router as never} />
      </Suspense>
    </QueryClientProvider>,
  )
  return () => router.state.location.pathname
}

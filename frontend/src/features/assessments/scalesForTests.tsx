/** A scale and a passport as the server sends them, a server that remembers what it was sent, and a screen for tests. */
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
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { type ReactNode, Suspense } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { MeOut, ScaleOfWorkOut, ScaleVersionOut, WorkPassportOut } from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'
import { readScalesSearch } from './scalesSearch'

export const ID = '0195a000-0000-7000-8000-00000000000a'
export const NEXT = '0195a000-0000-7000-8000-00000000000b'

export const SCALE: ScaleVersionOut = {
  id: ID,
  kind: 'marks',
  kind_title: 'Отметки',
  procedure: 'oge',
  procedure_title: 'ОГЭ',
  subject: { code: 'russian', name: 'Русский язык', short_name: 'РУ' },
  programme_grade: 9,
  series: '',
  year_from: 2024,
  year_to: 2024,
  years: '2024',
  bands: [
    { mark: 2, lowest: 0, highest: 14 },
    { mark: 3, lowest: 15, highest: 22 },
    { mark: 4, lowest: 23, highest: 28 },
    { mark: 5, lowest: 29, highest: 33 },
  ],
  max_primary: 33,
  min_primary: null,
  profile_min: 26,
  min_test: null,
  min_mark: null,
  test_scores: null,
  conditions: [
    {
      code: 'literacy',
      title: 'грамотность (ГК1–ГК4)',
      minima: [
        { mark: 4, points: 4 },
        { mark: 5, points: 6 },
      ],
      lowers: 'one_lower',
    },
  ],
  source: 'csedu.ru',
  confidence: 'высокая',
  version: 1,
  state: 'current',
  state_title: 'действует',
  origin: 'file',
  origin_title: 'справочник',
  author_name: null,
  reason: null,
  basis: null,
  recorded_at: '2021-03-01T09:00:00+04:00',
  passport_id: null,
  offered_id: null,
}

export const wholeOf = (scale: ScaleVersionOut, parts: Partial<ScaleOfWorkOut> = {}): ScaleOfWorkOut => ({
  ...scale,
  ...{ versions: [scale], protocols: 12, allowed_actions: ['edit'], blocked_by: {} },
  ...parts,
})

export const PASSPORT: WorkPassportOut = {
  id: ID,
  office_id: NEXT,
  office_name: 'Центральное управление',
  subject: { code: 'math', name: 'Математика', short_name: 'МА' },
  grade: 8,
  programme_grade: 8,
  year: 2021,
  wave: 'entry',
  wave_title: 'входная',
  series: '',
  title: 'Входная по процентам',
  work_title: 'Диагностическая работа, математика, 8 класс, входная 2021',
  written_on: '2021-03-22',
  tasks: [
    { name: '1', max: 2, difficulty: 'Б', skill: 'проценты' },
    { name: '2.1', max: 3, difficulty: null, skill: null },
  ],
  max_primary: 5,
  bands: { min_3: 2, min_4: 3, min_5: 5 },
  state: 'draft',
  state_title: 'черновик',
  version: 4,
  author_name: 'Методистова М. М.',
  approved_by: null,
  approved_at: null,
  recorded_at: '2021-03-01T09:00:00+04:00',
  scale_id: null,
  protocols: 0,
  allowed_actions: ['save'],
  blocked_by: { approve: 'Паспорт утверждает другой человек: автор свою работу не утверждает.' },
}

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

const api = (path: string) => `${window.location.origin}/api/v1${path}`

export function serve(path: string, answer: object): void {
  server.use(http.get(api(path), () => HttpResponse.json(answer as JsonBodyType)))
}

/** The answer to every write from now on. */
export function answerWrites(answer: () => Response): void {
  const remember = async ({ request }: { request: Request }) => {
    const version = request.headers.get('If-Match')
    const body = await request.text()
    sent.push({
      to: `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`,
      ...(version && { version }),
      body: body ? JSON.parse(body) : null,
    })
    return answer()
  }
  server.use(http.post(api('/*'), remember), http.put(api('/*'), remember))
}

/** Shows a page under the address of «Шкалы»; the answer tells the address as it is now. */
export function show(
  part: ReactNode,
  permissions = ['see_results', 'edit_scales'],
  at = '/scales',
): () => string {
  const me: MeOut = {
    ...{ id: 'me', kind: 'person', login: 'methodist', full_name: 'Методистова М. М.', roles: [] },
    ...{ permissions, now: '2021-03-17T09:40:00+04:00', demo_moment: true },
  }
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(meOptions().queryKey, me)
  serve('/me', me)
  serve('/subjects', {
    items: [
      { ...PASSPORT.subject, id: 's' },
      { ...SCALE.subject, id: 'r' },
    ],
  })
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Outlet })
  const scales = createRoute({ getParentRoute: () => inside, path: '/scales', component: Outlet })
  const parts = [
    createRoute({
      getParentRoute: () => scales,
      path: '/',
      validateSearch: readScalesSearch,
      component: () => part,
    }),
    createRoute({ getParentRoute: () => scales, path: '/passports', component: () => part }),
    createRoute({ getParentRoute: () => scales, path: '/passports/$passportId', component: () => part }),
  ]
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren([scales.addChildren(parts)])]),
    history: createMemoryHistory({ initialEntries: [at] }),
  })
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <Suspense>
          <RouterProvider router={router as never} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return () => router.state.location.href
}

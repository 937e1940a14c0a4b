/** One document as the server sends it, a server that remembers what it was sent, and a screen for tests. */
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
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { DocumentOut } from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'

export const ID = '0195a000-0000-7000-8000-00000000000a'
export const SCHOOL = '0195a000-0000-7000-8000-00000000000b'
const ME = {
  id: 'me',
  kind: 'person',
  login: 'curator',
  full_name: 'Куратор К. К.',
  roles: [],
  permissions: ['see_documents'],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}

export const VERSION: DocumentOut['versions'][number] = {
  id: '0195a000-0000-7000-8000-00000000000c',
  number: 1,
  file_name: 'Концепция.docx',
  file_size: 38_912,
  media_type: 'application/pdf',
  text_state: 'read',
  text_words: 'текст извлечён',
  note: null,
  who: 'Васильева В. В.',
  uploaded_at: '2021-03-16T10:12:00+04:00',
  review: null,
}

export const DOCUMENT: DocumentOut = {
  id: ID,
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  kind: 'development_concept',
  kind_title: 'Концепция развития',
  factor_id: null,
  factor_name: null,
  cycle: 2021,
  title: 'Концепция развития',
  state: 'submitted',
  state_words: 'отправлен, ждёт рассмотрения',
  version_number: 1,
  uploaded_at: '2021-03-16T10:12:00+04:00',
  waiting_since: '2021-03-16T10:12:00+04:00',
  open_remarks: 0,
  approved_on: null,
  approved_version: null,
  published_on: null,
  published_where: null,
  first_submitted_on: '2021-03-16',
  first_reviewed_on: null,
  versions: [VERSION],
  notes: [
    { code: 'no_dates', severity: 'serious', place: 'весь документ', why: 'Нет дат.', fix: 'Добавьте.' },
  ],
  asks_concept: false,
  steps: [],
  allowed_actions: ['start_review', 'return', 'approve'],
  blocked: {},
}

export const REMARK = {
  id: '0195a000-0000-7000-8000-00000000000d',
  position: 1,
  place: 'раздел 2',
  text: 'нет срока',
  answer: null,
  answered_at: null,
}
export const RETURNED: DocumentOut['versions'][number] = {
  ...VERSION,
  review: {
    verdict: 'returned',
    summary: 'доработать',
    matches_concept: null,
    who: 'Куратор К. К.',
    decided_at: '2021-03-16T12:00:00+04:00',
    remarks: [REMARK],
  },
}

export const sent: { to: string; body: unknown }[] = []
const server = setupServer()

/** Call once in a test file. */
export function withServer(): void {
  beforeAll(() => server.listen())
  afterEach(() => {
    server.resetHandlers()
    sent.length = 0
    forgetDrafts()
  })
  afterAll(() => server.close())
}

const api = (path: string) => `${window.location.origin}/api/v1${path}`

export function show(part: ReactNode, answers: Record<string, object>) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(meOptions().queryKey, ME as never)
  server.use(
    http.get(api('/me'), () => HttpResponse.json(ME)),
    ...Object.entries(answers).map(([path, answer]) =>
      http.get(api(path), () => HttpResponse.json(answer as JsonBodyType)),
    ),
    http.post(api('/*'), async ({ request }) => {
      sent.push({ to: new URL(request.url).pathname.replace('/api/v1', ''), body: await request.json() })
      return HttpResponse.json(DOCUMENT as unknown as JsonBodyType)
    }),
  )
  const root = createRootRoute({ component: () => part })
  const paths = ['/documents/$documentId', '/schools/$schoolId/documents', '/']
  const router = createRouter({
    routeTree: root.addChildren(paths.map((path) => createRoute({ getParentRoute: () => root, path }))),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
}

/** One row as the server sends it, a server that remembers what it was sent, and a screen for tests. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { type ReactNode, Suspense } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type {
  EvidenceOut,
  MeOut,
  NeededFactOut,
  OccurrenceOut,
  OccurrencesOut,
  WindowOccurrencesOut,
} from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'

export const ROW = '0195a000-0000-7000-8000-00000000000a'
export const WINDOW = '0195a000-0000-7000-8000-00000000000b'
export const SCHOOL = '0195a000-0000-7000-8000-00000000000c'

const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'director',
  full_name: 'Васильева В. В.',
  roles: [],
  permissions: ['see_plans', 'report_execution'],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}

export const VISIT: NeededFactOut = {
  code: 'visit_held',
  title: 'Посещение проведено',
  missing_text: 'посещение не проведено',
  since_on: null,
  can_be_evidenced: true,
  counts_people: false,
}

const OCCURRENCE: OccurrenceOut = {
  window_id: WINDOW,
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  state: 'planned',
  status: { kind: 'late', text: 'Просрочено на 7 дней', days: -7 },
  ends_on: '2021-03-10',
  effective_on: '2021-03-10',
  done_on: null,
  comment: null,
  needed: [VISIT],
  evidence: [],
  steps: [],
  allowed_actions: [],
  blocked_by: {},
}

export const occurrenceWith = (parts: Partial<OccurrenceOut>): OccurrenceOut => ({ ...OCCURRENCE, ...parts })

const EVIDENCE: EvidenceOut = {
  id: '0195a000-0000-7000-8000-00000000000d',
  fact: 'visit_held',
  fact_title: 'Посещение проведено',
  state: 'submitted',
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  about_person: null,
  occurred_on: '2021-03-09',
  recorded_at: '2021-03-16T10:12:00+04:00',
  basis: 'Справка о посещении № 4',
  kind: 'file',
  file_name: 'Справка.pdf',
  file_size: 38_912,
  link_url: null,
  counted: null,
  of_total: null,
  author: 'Васильева В. В.',
  decided_at: null,
  decided_by: null,
  decision_reason: null,
  allowed_actions: [],
  blocked_by: {},
}

export const evidenceWith = (parts: Partial<EvidenceOut>): EvidenceOut => ({ ...EVIDENCE, ...parts })

export function windowWith(parts: Partial<WindowOccurrencesOut>): WindowOccurrencesOut {
  return {
    window_id: WINDOW,
    label: '02.03.21 – 10.03.2021',
    starts_on: '2021-03-02',
    ends_on: '2021-03-10',
    weekend: null,
    office: null,
    schools: [OCCURRENCE],
    reschedules: [],
    ...parts,
  }
}

export function rowWith(windows: WindowOccurrencesOut[], needs_evidence = false): OccurrencesOut {
  return { activity_id: ROW, number: '500+.4', title: 'Посещение', needs_evidence, windows }
}

export const api = (path: string) => `${window.location.origin}/api/v1${path}`

export interface Sent {
  to: string
  body: Record<string, unknown>
}

/** Writes as they reached the server, in order. */
export const sent: Sent[] = []
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

/** Serves the row, and takes every write down. */
export function serveRow(row: OccurrencesOut): void {
  server.use(http.get(api(`/activities/${ROW}/occurrences`), () => HttpResponse.json({ ...row })))
  takeWrites(row)
}

export function takeWrites(reply: object): void {
  const answer = reply as JsonBodyType
  server.use(
    http.post(api('/*'), async ({ request }) => {
      const isForm = request.headers.get('Content-Type')?.startsWith('multipart/')
      const text = await request.text()
      const body = isForm ? readForm(text) : JSON.parse(text || '{}')
      sent.push({ to: new URL(request.url).pathname.replace('/api/v1', ''), body })
      return HttpResponse.json(answer)
    }),
  )
}

const PART = /name="([^"]+)"(?:; filename="([^"]+)")?\r\n(?:Content-Type: .+\r\n)?\r\n([\s\S]*?)\r\n--/g

/** Fields of a multipart body, a file by its name: `request.formData()` takes no files of jsdom. */
function readForm(text: string): Record<string, unknown> {
  return Object.fromEntries([...text.matchAll(PART)].map(([, name, file, value]) => [name, file ?? value]))
}

export const refusal = (status: number, body: object) => HttpResponse.json(body as JsonBodyType, { status })

/** Shows a part of the product to a person with these permissions. */
export function show(part: ReactNode, permissions: string[] = ME.permissions) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(meOptions().queryKey, { ...ME, permissions })
  server.use(http.get(api('/me'), () => HttpResponse.json({ ...ME, permissions })))
  return render(
    <QueryClientProvider client={queries}>
      <Suspense>{part}</Suspense>
    </QueryClientProvider>,
  )
}

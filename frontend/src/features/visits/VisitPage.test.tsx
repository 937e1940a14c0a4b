import 'fake-indexeddb/auto'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { IDBFactory } from 'fake-indexeddb'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { MeOut, VisitOut } from '@/api/generated/types.gen'
import { closeQueue, openQueue } from '@/api/offline/queue'
import { changesOf } from '@/api/offline/store'
import { VisitPage } from './VisitPage'

const api = (path: string) => `${window.location.origin}/api/v1${path}`
const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })
const ME = {
  id: 'me',
  full_name: 'Пробная П. П.',
  roles: [],
  permissions: [],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
} as unknown as MeOut
const ENTRY = { version: 1, person_name: null, changed_at: '2021-03-17T09:30:00+04:00' }
const question = (code: string, answer_kind: string) => ({
  code,
  field: `answer:${code}`,
  text: `Вопрос ${code}`,
  hint: null,
  answer_kind,
  factor_id: null,
  factor_name: null,
})
const KIT = {
  id: 'v',
  school_id: 's',
  school_name: 'Школа',
  person_name: 'Пробная П. П.',
  purpose: 'Уроки',
  planned_on: '2021-03-16',
  held_on: '2021-03-16',
  state: 'report_draft',
  state_title: 'пишется справка',
  sections: [{ title: 'Урок', questions: [question('a', 'yes_partly_no'), question('n', 'number')] }],
  entries: [{ field: 'summary', value: { text: 'Посещены', choice: null, number: null }, ...ENTRY }],
  findings: [],
  files: [],
  risk_levels: [],
  action_points: [],
  steps: [],
  editable_fields: ['summary', 'conclusions', 'answer:a', 'answer:n'],
  allowed_actions: ['submit', 'write_findings'],
  blocked_by: {},
} as unknown as VisitOut

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => isOnline))
afterEach(async () => {
  for (const { id } of await changesOf('me'))
    await (await import('@/api/offline/store')).updateChange(id, () => undefined)
  closeQueue()
  server.resetHandlers()
  isOnline = true
})
afterAll(() => server.close())
let isOnline = true
globalThis.indexedDB = new IDBFactory()

/** Fields as the server keeps them; returns what has been sent, in order. */
function serve(answer?: (field: string) => Response | undefined) {
  const sent: unknown[] = []
  let kit = KIT
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api('/visits/v'), () => json(kit)),
    http.put(api('/visits/v/entries/:field'), async ({ params, request }) => {
      const { value } = (await request.json()) as { value: Record<string, unknown> }
      const field = String(params.field)
      sent.push([field, value])
      const refusal = answer?.(field)
      if (refusal) return refusal
      const kept = {
        text: '',
        choice: null,
        number: null,
        ...value,
        ...(typeof value.text === 'string' && { text: value.text.trim() }),
      }
      const entry = { ...ENTRY, field, value: kept, version: 2 }
      kit = { ...kit, entries: [...kit.entries.filter((other) => other.field !== field), entry] } as VisitOut
      return json(entry)
    }),
  )
  return sent
}

async function open() {
  await openQueue('me')
  const root = createRootRoute()
  const pages = ['/support/visits', '/schools/$schoolId/visits'].map((path) =>
    createRoute({ getParentRoute: () => root, path }),
  )
  const visit = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <VisitPage visitId="v" />,
  })
  const router = createRouter({
    routeTree: root.addChildren([visit, ...pages]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
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
  await screen.findByRole('heading', { level: 1 })
  return userEvent.setup()
}

const field = (name: string) => screen.getByRole('textbox', { name: new RegExp(name) })

test('a blank typed before the next word is still there when the first word has been saved', async () => {
  const sent = serve()
  const user = await open()
  await user.type(field('Выводы'), 'Школе ')
  await waitFor(() => expect(sent).toEqual([['conclusions', { text: 'Школе ' }]]), { timeout: 2_000 })
  await waitFor(async () => expect(await changesOf('me')).toEqual([]))
  await user.type(field('Выводы'), 'нужен методист')
  expect(field('Выводы')).toHaveValue('Школе нужен методист')
})

test('an answer counts when it is given; a number that is none is said at its field and not sent', async () => {
  const sent = serve()
  const user = await open()
  expect(screen.getAllByText(/0\sиз\s2/).length).toBeGreaterThan(0)
  await user.click(screen.getByRole('radio', { name: 'Частично' }))
  expect(screen.getAllByText(/1\sиз\s2/).length).toBeGreaterThan(0)
  const number = screen.getByRole('textbox', { name: /Число/ })
  await user.type(number, 'abc')
  expect(screen.getByText('Введите число, например 12,5.')).toBeInTheDocument()
  await user.clear(number)
  await user.type(number, '12,5')
  await waitFor(() => expect(sent).toContainEqual(['answer:n', expect.objectContaining({ number: 12.5 })]), {
    timeout: 2_000,
  })
  expect(number).toHaveValue('12,5')
})

test('a report is not submitted over words on their way, and may be when they have arrived', async () => {
  serve()
  isOnline = false
  const user = await open()
  expect(screen.getByRole('button', { name: 'Сдать справку' })).toBeEnabled()
  await user.type(field('Выводы'), 'Вывод')
  expect(screen.getByText(/Не всё введённое дошло до сервера/)).toBeInTheDocument()
  expect(await screen.findByText(/Ждут отправки 1/)).toBeInTheDocument()
  isOnline = true
  await user.click(screen.getByRole('button', { name: 'Отправить сейчас' }))
  await waitFor(() => expect(screen.queryByText(/Не всё введённое дошло/)).not.toBeInTheDocument())
})

test('of two answers both are shown; a common text is of their words only', async () => {
  const theirs = {
    value: { text: 'по плану', choice: 'no', number: null },
    version: 5,
    person_name: 'Другая Д. Д.',
  }
  serve((name) =>
    name === 'answer:a' ? json({ title: 'Уже изменено', status: 412, theirs }, 412) : undefined,
  )
  const user = await open()
  await user.click(screen.getByRole('radio', { name: 'Да' }))
  const both = await screen.findByRole('alert', undefined, { timeout: 2_000 })
  expect(within(both).getByText('Да')).toBeInTheDocument()
  expect(within(both).getByText('Нет. по плану')).toBeInTheDocument()
  expect(within(both).getByText(/Другая Д. Д./)).toBeInTheDocument()
  await user.click(within(both).getByRole('button', { name: 'Объединить' }))
  expect(within(both).getByRole('textbox', { name: 'Общий текст' })).toHaveValue('по плану')
  await user.click(within(both).getByRole('button', { name: 'Взять другой' }))
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
  expect(screen.getByRole('radio', { name: 'Нет' })).toBeChecked()
})

test('what was refused is shown with the reason and can be put away without harm to the page', async () => {
  serve((name) =>
    name === 'summary'
      ? json({ title: 'Нельзя', detail: 'Справка на утверждении.', status: 409 }, 409)
      : undefined,
  )
  const user = await open()
  await user.type(field('Что посещено'), ' уроки')
  const refusal = await screen.findByRole('alert', undefined, { timeout: 2_000 })
  expect(within(refusal).getByText(/Справка на утверждении/)).toBeInTheDocument()
  expect(within(refusal).getByText('Посещены уроки')).toBeInTheDocument()
  await user.click(within(refusal).getByRole('button', { name: 'Убрать' }))
  await waitFor(() => expect(field('Что посещено')).toHaveValue('Посещены'))
})

test('a finding that is only begun is no refusal, and taking it back sends nothing', async () => {
  const sent = serve()
  const user = await open()
  await user.click(screen.getByRole('button', { name: 'Записать, что мешает' }))
  await screen.findByRole('textbox', { name: /Что увидели/ })
  await new Promise((resolve) => setTimeout(resolve, 900))
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Снять замечание' }))
  await waitFor(() => expect(screen.getByText('Замечаний пока нет')).toBeInTheDocument())
  expect(sent).toEqual([])
})

test('a visit that does not open any more leaves its words within reach', async () => {
  serve()
  isOnline = false
  const user = await open()
  await user.type(field('Выводы'), 'Вывод')
  await waitFor(async () => expect(await changesOf('me')).toHaveLength(1))
  document.body.replaceChildren()
  server.use(http.get(api('/visits/v'), () => json({ title: 'Не найдено', status: 404 }, 404)))
  await open()
  expect(await screen.findByText('Вывод')).toBeInTheDocument()
})

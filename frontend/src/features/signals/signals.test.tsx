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
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { SignalDetailOut, SignalList } from '@/api/generated/types.gen'
import { ConfirmationPage } from './ConfirmationPage'
import { cursorOf } from './paging'
import { SignalsPage } from './SignalsPage'
import { DETAIL, FOUND, JOURNAL, KEY, ME, PAIR, SCHOOL, SIGNAL, TABLE } from './signalsForTests'
import { readConfirmationSearch, readSignalsSearch } from './signalsSearch'

const api = (path: string) => `${window.location.origin}/api/v1${path}`
const asked: string[] = []
const sent: unknown[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked.length = 0
  sent.length = 0
  forgetDrafts()
})
afterAll(() => server.close())

const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })

interface Shown {
  found?: SignalList
  detail?: SignalDetailOut
  me?: typeof ME
  table?: typeof TABLE
}

function open(address: string, { found = FOUND, detail = DETAIL, me = ME, table = TABLE }: Shown = {}) {
  server.use(
    http.get(api('/me'), () => json(me)),
    http.get(api('/signals'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return json(found)
    }),
    http.get(api('/signals/:key'), () => json(detail)),
    http.put(api('/signals/:key/verdict'), async ({ request }) => {
      sent.push(await request.json())
      return json(detail)
    }),
    http.post(api('/signals/:key/comments'), async ({ request }) => {
      sent.push(await request.json())
      return json(detail, 201)
    }),
    http.get(api('/mark-confirmation'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return json(table)
    }),
  )
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const pages = [
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/signals',
      validateSearch: readSignalsSearch,
      component: SignalsPage,
    }),
    createRoute({
      getParentRoute: () => inside,
      path: '/analysis/confirmation',
      validateSearch: readConfirmationSearch,
      component: ConfirmationPage,
    }),
  ]
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

const OPEN = `/analysis/signals?signal=${KEY}`

test('the list says how much was looked at and what every signal is made of', async () => {
  open('/analysis/signals')
  expect(await screen.findByText(/1.сигнал за 2021 год\. Просмотрено: 12.протоколов/)).toBeInTheDocument()
  const row = within(await screen.findByRole('row', { name: /Васильевка/ }))
  expect(row.getByText(/14 участников при ожидаемых 3,0/)).toBeInTheDocument()
  expect(row.getByText('33')).toBeInTheDocument()
  expect(row.getByText('приблизительно')).toBeInTheDocument()
  expect(row.getByText('есть пояснение школы')).toBeInTheDocument()
  expect(screen.getByText(/Результаты ВПР не оценивают учителя/)).toBeInTheDocument()
})

test('filters stand in the address, and what is not understood is dropped', async () => {
  const router = open('/analysis/signals?year=2020&kind=teacher&verdict=explained&page=-1')
  await screen.findByRole('row', { name: /Васильевка/ })
  expect(asked[0]).toBe('?year=2020&verdict=explained&limit=100')
  await userEvent.selectOptions(screen.getByLabelText('О чём'), 'boundary_peak')
  await waitFor(() => expect(router.state.location.search).toMatchObject({ kind: 'boundary_peak' }))
  await userEvent.click(screen.getByRole('button', { name: /^Все/ }))
  await waitFor(() => expect(asked.at(-1)).toBe('?year=2020&kind=boundary_peak&limit=100'))
  expect(readSignalsSearch({ signal: '<b>', school: 'x', year: '2021' })).toEqual({})
})

test('the panel has the histogram with its conclusion in words and the same numbers as a table', async () => {
  const router = open('/analysis/signals')
  await userEvent.click(await screen.findByRole('button', { name: /Пик баллов на границе отметки: ГБОУ/ }))
  await waitFor(() => expect(router.state.location.search).toMatchObject({ signal: KEY }))
  expect(
    await screen.findByRole('img', { name: /На границе «3», 6.баллов: 14.участников/ }),
  ).toBeInTheDocument()
  await userEvent.click(screen.getByText('Таблицей'))
  const table = within(await screen.findByRole('table', { name: /Сколько участников набрали балл/ }))
  expect(table.getByRole('row', { name: /^6 14 «3»/ })).toBeInTheDocument()
  expect(screen.getByText('Работы перепроверены')).toBeInTheDocument()
  expect(screen.getByText(/объяснено, о прежних числах/)).toBeInTheDocument()
})

test('the comparison with the journal is told in people and percent', async () => {
  open(OPEN, { detail: JOURNAL })
  const table = within(await screen.findByRole('table', { name: /Сравнение с журналом/ }))
  expect(table.getByRole('row', { name: /Понизили.* 9 30,0.%/ })).toBeInTheDocument()
  expect(
    table.getByRole('row', { name: /Ниже.на.2.балла.и.больше.+выделяется 8 26,7.%/ }),
  ).toBeInTheDocument()
})

test('a pair of works tells both shares and the difference with its interval', async () => {
  open(OPEN, { detail: PAIR })
  expect(await screen.findByText(/Разность −70 п.\sп\., от −81,2 до −51,9/)).toBeInTheDocument()
  expect(screen.getByText('30 из 40')).toBeInTheDocument()
})

test('a verdict goes with the numbers that were seen and needs words', async () => {
  open(OPEN)
  const form = within(await screen.findByRole('form', { name: 'Решение по сигналу' }))
  await userEvent.click(form.getByRole('button', { name: 'Записать решение' }))
  expect(await form.findAllByText(/Напишите, что выяснили/)).not.toHaveLength(0)
  await userEvent.click(form.getByRole('radio', { name: /Перепроверено/ }))
  await userEvent.type(form.getByLabelText('Что выяснили'), 'проверили заново')
  await userEvent.type(form.getByLabelText('Основание, если есть'), 'протокол № 5')
  await userEvent.click(form.getByRole('button', { name: 'Записать решение' }))
  await waitFor(() =>
    expect(sent).toEqual([
      { action: 'rechecked', explanation: 'проверили заново', basis: 'протокол № 5', digest: DETAIL.digest },
    ]),
  )
  expect(await form.findByText(/Сохранено в/)).toBeInTheDocument()
})

test('the school does not judge: it is told who does, and writes its word', async () => {
  open(OPEN, {
    me: { ...ME, permissions: ['see_signals', 'comment_signals'] },
    detail: {
      ...DETAIL,
      allowed_actions: ['comment'],
      blocked: { explained: 'Решение принимает управление.' },
    },
  })
  expect(await screen.findByText('Решение принимает управление.')).toBeInTheDocument()
  expect(screen.queryByRole('form', { name: 'Решение по сигналу' })).toBeNull()
  await userEvent.type(screen.getByRole('textbox', { name: 'Пояснение школы' }), 'болели')
  await userEvent.click(screen.getByRole('button', { name: 'Добавить пояснение' }))
  await waitFor(() => expect(sent).toEqual([{ body: 'болели' }]))
  expect(screen.queryByText(/Загрузить маркеры/)).toBeNull()
})

test('nothing to talk about is said so', async () => {
  open('/analysis/signals', { found: { ...FOUND, total: 0, items: [] } })
  expect(await screen.findByText('Сигналов нет')).toBeInTheDocument()
})

test('the table of confirmation tells people and percent, hides a handful, adds up the rest', async () => {
  const router = open(`/analysis/confirmation?school=${SCHOOL}`)
  const table = within(await screen.findByRole('table', { name: /Подтверждение отметок/ }))
  expect(table.getByRole('row', { name: /Васильевка/ })).toHaveTextContent(/4140.*1025,0.%.*2050,0.%/)
  expect(table.getByText('мало: меньше 5')).toBeInTheDocument()
  expect(table.getByRole('row', { name: /Итого по отбору/ })).toHaveTextContent(/мало участников: 1/)
  expect(asked[0]).toBe(`?school_id=${SCHOOL}&limit=100`)
  await userEvent.selectOptions(screen.getByLabelText('Класс'), '6')
  await waitFor(() => expect(router.state.location.search).toMatchObject({ grade: 6 }))
  await userEvent.click(screen.getByRole('link', { name: 'Показать все' }))
  await waitFor(() => expect(asked.at(-1)).toBe('?grade=6&limit=100'))
})

test('a later page is asked for by the place where it begins', () => {
  expect(cursorOf(1)).toBeUndefined()
  expect(atob(cursorOf(3) ?? '')).toBe('["200"]')
  expect(SIGNAL.key).toMatch(/^boundary_peak/)
})

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
import type { TargetCardOut, TargetList, TargetPreviewOut } from '@/api/generated/types.gen'
import { SchoolTargets } from './SchoolTargets'
import { TargetPage } from './TargetPage'
import { TargetsPage } from './TargetsPage'
import {
  CARD,
  CHOICES,
  ITEM,
  LIST,
  ME,
  NOTHING_FOUND,
  PREVIEW,
  ROW,
  SCHOOL,
  SUMMARY,
  TARGET,
} from './targetsForTests'
import { readTargetsSearch } from './targetsSearch'

const api = (path: string) => `${window.location.origin}/api/v1${path}`

/** What was asked and written, in order. */
const asked: string[] = []
const sent: { to: string; body: unknown; version: string | null }[] = []
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

interface Told {
  list?: TargetList
  card?: TargetCardOut
  preview?: (asked: URLSearchParams) => TargetPreviewOut
}

function open(address: string, { list = LIST, card = CARD, preview = () => PREVIEW }: Told = {}) {
  const take = async ({ request }: { request: Request }) => {
    const text = await request.text()
    const to = new URL(request.url).pathname.replace('/api/v1', '')
    sent.push({ to, body: text && JSON.parse(text), version: request.headers.get('If-Match') })
    return json(card)
  }
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api('/targets'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return json(list)
    }),
    http.get(api('/targets/:target'), () => json(card)),
    http.get(api('/schools/:school/targets'), () =>
      json({
        school_id: SCHOOL,
        school_name: ITEM.school_name,
        items: list.items,
        summary: SUMMARY,
        allowed_actions: ['propose'],
      }),
    ),
    http.get(api('/schools/:school/target-choices'), () => json(CHOICES)),
    http.get(api('/schools/:school/target-preview'), ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query.get('target_value') ?? 'no value')
      return json(preview(query))
    }),
    http.post(api('/*'), take),
    http.put(api('/*'), take),
  )
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const targets = createRoute({
    getParentRoute: () => inside,
    path: '/targets',
    validateSearch: readTargetsSearch,
    component: TargetsPage,
  })
  const pages = [
    { path: '/targets/$targetId', component: () => <TargetPage targetId={TARGET} /> },
    { path: '/schools/$schoolId/results' },
    { path: '/schools/$schoolId/targets', component: () => <SchoolTargets schoolId={SCHOOL} /> },
  ].map((options) => createRoute({ getParentRoute: () => inside, ...options }))
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren([targets, ...pages])]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Suspense>
          <RouterProvider router={router as never} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return router
}

const press = async (name: RegExp | string) => userEvent.click(await screen.findByRole('button', { name }))

test('the list tells base, plan and fact with their n, the verdict with its reason', async () => {
  open('/targets')
  const row = await screen.findByRole('row', { name: /Васильевка/ })
  const words = row.textContent?.replaceAll('\u00a0', ' ') ?? ''
  expect(words).toContain('5 из 8')
  expect(words).toContain('2020: 30,6–86,3 %, n = 8')
  expect(words).toContain('75 %')
  expect(words).toContain('малая выборка')
  expect(within(row).getByText('нельзя различить')).toBeInTheDocument()
  expect(words).toContain('+12,5 п. п., от −30,1 до +50,2: нельзя различить')
  expect(words).not.toContain('пройдено')
  expect(screen.getByText(/достигнуты у 1 из 3 школ/)).toBeInTheDocument()
})

test('a fact that is not there is a dash with its reason', async () => {
  const item = {
    ...ITEM,
    fact: NOTHING_FOUND,
    verdict: 'no_data' as const,
    verdict_words: 'нет данных',
    explanation: 'Работа 2021 года ещё не загружена.',
    change: null,
  }
  open('/targets', { list: { ...LIST, items: [item] } })
  const row = await screen.findByRole('row', { name: /Васильевка/ })
  expect(row).toHaveTextContent('2021: результатов нет')
  expect(row).toHaveTextContent('Работа 2021 года ещё не загружена.')
})

test('filters stand in the address and in the question to the server', async () => {
  const router = open('/targets?verdict=soon&metric=sou')
  await press(/^не достигнут/)
  await waitFor(() => expect(asked.at(-1)).toBe('?metric=sou&verdict=not_reached'))
  await userEvent.selectOptions(screen.getByLabelText('План на год'), '2022')
  await waitFor(() => expect(asked.at(-1)).toContain('due_year=2022'))
  expect(router.state.location.search).toMatchObject({ metric: 'sou', verdict: 'not_reached', year: 2022 })
})

test('while the plan is typed its base, interval and meaning are told anew', async () => {
  open(`/schools/${SCHOOL}/targets`, {
    preview: (query) =>
      query.get('target_value') === '75'
        ? { ...PREVIEW, target_means: 'При том же числе участников это не меньше 6 из 8.' }
        : PREVIEW,
  })
  await press('Поставить цель')
  const told = await screen.findByRole('status', { name: 'База и план' })
  expect(told.textContent?.replaceAll('\u00a0', ' ')).toContain('5 из 8, 95 % интервал 30,6–86,3 %, n = 8')
  expect(told).toHaveTextContent(/Малая выборка/)
  await userEvent.type(screen.getByLabelText('План, %'), '75')
  expect(await screen.findByText(/не меньше 6 из 8/)).toBeInTheDocument()
  expect(asked).toContain('75')
  await userEvent.dblClick(screen.getByRole('button', { name: 'Предложить цель' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    to: `/schools/${SCHOOL}/targets`,
    body: {
      metric: 'success',
      procedure: 'vpr',
      grade: null,
      base_year: 2020,
      target_value: 75,
      due_year: 2021,
    },
  })
})

test('without a value nothing is sent and the field says what is missing', async () => {
  open(`/schools/${SCHOOL}/targets`)
  await press('Поставить цель')
  await press('Предложить цель')
  expect(await screen.findByLabelText('План, %')).toHaveAccessibleDescription(/Укажите план/)
  expect(sent).toEqual([])
})

test('the card tells why there is no progress, and agrees', async () => {
  open(`/targets/${TARGET}`)
  expect(await screen.findByText(/о продвижении говорить рано/)).toBeInTheDocument()
  expect(screen.getByText(/Меры не выбраны/)).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /2020 база/ })).toBeInTheDocument()
  await press('Согласовать')
  await waitFor(() =>
    expect(sent.map(({ to, body }) => ({ to, body }))).toEqual([
      { to: `/targets/${TARGET}/decide`, body: { action: 'agree' } },
    ]),
  )
})

test('a changed plan is sent for the version that was read, with its reason', async () => {
  open(`/targets/${TARGET}`)
  await press('Изменить план')
  await userEvent.clear(await screen.findByLabelText('План, %'))
  await userEvent.type(screen.getByLabelText('План, %'), '87,5')
  await userEvent.type(screen.getByLabelText('Почему меняется'), 'новый учебник')
  await press('Сохранить')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    to: `/targets/${TARGET}`,
    version: '"3"',
    body: { target_value: 87.5, due_year: 2021, due_on: null, reason: 'новый учебник' },
  })
})

test('a plan that was not reached is not closed without its cause', async () => {
  open(`/targets/${TARGET}`, { card: { ...CARD, state: 'agreed', allowed_actions: ['close'], blocked: [] } })
  await press('Закрыть цель')
  await press('Закрыть с фактом')
  expect(await screen.findByLabelText('Причина отклонения')).toHaveAccessibleDescription(/Напишите причину/)
  expect(sent).toEqual([])
})

test('measures that lead to a target are picked from what the school has', async () => {
  open(`/targets/${TARGET}`)
  await press('Выбрать меры')
  await userEvent.click(await screen.findByRole('checkbox', { name: /4\.1/ }))
  await press('Сохранить')
  await waitFor(() => expect(sent.at(-1)).toMatchObject({ body: { links: [{ kind: 'activity', id: ROW }] } }))
})

test('where there are no targets it says how one is set', async () => {
  open('/targets', { list: { ...LIST, items: [], total: 0 } })
  expect(await screen.findByText('Целей нет')).toBeInTheDocument()
})

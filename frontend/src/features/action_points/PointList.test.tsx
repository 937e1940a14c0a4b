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
import type { ActionPointOut, MeOut } from '@/api/generated/types.gen'
import { ActionPointsPage } from './ActionPointsPage'
import { readPointsSearch } from './pointsSearch'

const api = (path: string) => `${window.location.origin}/api/v1${path}`
const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })
const ME = {
  id: 'me',
  roles: [],
  permissions: [],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
} as unknown as MeOut
const point = (id: string, parts: Partial<ActionPointOut>) =>
  ({
    id,
    text: `Дело ${id}`,
    school_id: 's',
    school_name: 'Школа',
    visit_id: null,
    assignee_id: 'other',
    assignee_name: 'Иванова И. И.',
    due_on: '2021-03-26',
    priority_title: 'обычная',
    state: 'open',
    state_title: 'в работе',
    overdue: null,
    is_overdue: false,
    checks: [],
    steps: [],
    allowed_actions: [],
    blocked_by: {},
    ...parts,
  }) as unknown as ActionPointOut
const POINTS = [
  point('1', { assignee_id: 'me', allowed_actions: ['done'] }),
  point('2', { overdue: 'просрочено на 2 дня', is_overdue: true }),
  point('3', {
    state: 'done',
    state_title: 'ждёт проверки',
    allowed_actions: ['return'],
    blocked_by: { verify: 'Проверяет не тот, кто выполнил.' },
  }),
  point('4', { state: 'verified', state_title: 'проверено' }),
]

const sent: unknown[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sent.length = 0
  forgetDrafts()
})
afterAll(() => server.close())

async function open(address = '/support/action-points') {
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api('/action-points'), () => json({ items: POINTS, total: 4, next_cursor: null })),
    http.post(api('/action-points/:point/decide'), async ({ params, request }) => {
      sent.push([params.point, await request.json()])
      return json(POINTS[2])
    }),
  )
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const support = createRoute({ getParentRoute: () => inside, path: '/support' })
  const page = createRoute({
    getParentRoute: () => support,
    path: '/action-points',
    validateSearch: readPointsSearch,
    component: ActionPointsPage,
  })
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren([support.addChildren([page])])]),
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
  await screen.findAllByText(/^Дело/)
  return { user: userEvent.setup(), router }
}

const shown = () => screen.getAllByText(/^Дело \d$/).map(({ textContent }) => textContent)

test('what is at work is shown first; every filter counts what it would show and stays in the address', async () => {
  const { user, router } = await open()
  expect(shown()).toEqual(['Дело 1', 'Дело 2', 'Дело 3'])
  for (const [name, count] of [
    ['В работе', 3],
    ['Просрочены', 1],
    ['Мои', 1],
    ['Ждут проверки', 1],
    ['Все', 4],
  ] as const) {
    await user.click(screen.getByRole('button', { name: new RegExp(`^${name}`) }))
    await waitFor(() => expect(shown()).toHaveLength(count))
    expect(screen.getByRole('button', { name: new RegExp(`^${name}.*${count}`) })).toBeInTheDocument()
  }
  expect(router.state.location.search).toEqual({ show: 'all' })
})

test('an address with an unknown filter opens the usual list', () => {
  expect(readPointsSearch({ show: 'x' })).toEqual({ show: undefined })
  expect(readPointsSearch({ show: 'overdue' })).toEqual({ show: 'overdue' })
})

test('who executed may not verify and reads why; a return asks for its reason', async () => {
  const { user } = await open('/support/action-points?show=check')
  expect(shown()).toEqual(['Дело 3'])
  const item = screen.getByRole('group', { name: 'Договорённость: Дело 3' })
  await user.click(within(item).getByText('Что сейчас нельзя и почему'))
  expect(within(item).getByText(/Проверяет не тот, кто выполнил/)).toBeInTheDocument()
  await user.click(within(item).getByRole('button', { name: 'Вернуть в работу' }))
  await user.click(within(item).getByRole('button', { name: 'Вернуть' }))
  expect(sent).toEqual([])
  await user.type(within(item).getByRole('textbox', { name: /Почему возвращаете/ }), 'Нет протокола')
  await user.click(within(item).getByRole('button', { name: 'Вернуть' }))
  await waitFor(() => expect(sent).toEqual([['3', { action: 'return', reason: 'Нет протокола' }]]))
})

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
import type { QualityOut } from '@/api/generated/types.gen'
import { FINDING, FOUND, id, ME, NOTHING, PROFILE, RULE, SCHOOL } from './findingsForTests'
import { QualityPage } from './QualityPage'
import { readQualitySearch } from './qualitySearch'
import { SchoolQuality } from './SchoolQuality'

const api = (path: string) => `${window.location.origin}/api/v1${path}`

/** What was asked and written, in order. */
const asked: string[] = []
const sent: { to: string; body: unknown }[] = []
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

function open(found: QualityOut, address = '/support/quality', me = ME) {
  server.use(
    http.get(api('/me'), () => json(me)),
    http.get(api('/quality'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return json(found)
    }),
    http.get(api('/schools/:school/quality'), () =>
      json({ checked: 85, total: found.total, severe: 1, items: found.groups.flatMap(({ items }) => items) }),
    ),
    http.post(api('/*'), async ({ request }) => {
      const text = await request.text()
      const to = new URL(request.url).pathname.replace('/api/v1', '')
      sent.push({ to, body: text && JSON.parse(text) })
      return json(FINDING, 201)
    }),
  )
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const support = createRoute({ getParentRoute: () => inside, path: '/support' })
  const quality = createRoute({
    getParentRoute: () => support,
    path: '/quality',
    validateSearch: readQualitySearch,
    component: QualityPage,
  })
  const pages = [
    { path: '/schools/$schoolId', component: () => <SchoolQuality schoolId={SCHOOL} /> },
    { path: '/schools/$schoolId/risk-profile' },
    { path: '/programmes/$programmeId' },
  ].map((options) => createRoute({ getParentRoute: () => inside, ...options }))
  const router = createRouter({
    routeTree: root.addChildren([inside.addChildren([support.addChildren([quality]), ...pages])]),
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

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

test('a finding says what, where, how old, whose, and how to mend it, with a link to the very place', async () => {
  open(FOUND)
  expect(
    await screen.findByText(/Сейчас 231.замечание, отклонено 2\. Проверено: 85.правил/),
  ).toBeInTheDocument()
  const list = within(await screen.findByRole('list', { name: RULE.title }))
  expect(list.getByRole('link', { name: /^РПШ/ })).toHaveAttribute('href', `/schools/${SCHOOL}/risk-profile`)
  expect(list.getByRole('link', { name: /Васильевка/ })).toBeInTheDocument()
  expect(list.getByText(/12.дней/)).toBeInTheDocument()
  expect(list.getByText(/Куратор: Петрова/)).toBeInTheDocument()
  expect(screen.getByText(/Дайте заключения/)).toBeInTheDocument()
})

test('a rule with many findings tells how many and leads to more, and says why one cannot be dismissed', async () => {
  const router = open(FOUND)
  await userEvent.click(await screen.findByText(/показаны 1 из 230/))
  expect(await screen.findByText(/может управление или куратор/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Отклонить: Программа/ })).toBeNull()
  await userEvent.click(screen.getByRole('link', { name: /Показать больше, всего 230/ }))
  await waitFor(() => expect(router.state.location.search).toMatchObject({ rule: 'indicator_missing' }))
  await waitFor(() => expect(asked.at(-1)).toBe('?rule=indicator_missing'))
})

test('filters stand in the address and in the question to the server', async () => {
  const router = open(FOUND, `/support/quality?school=${SCHOOL}&area=weather`)
  await press(/Предупреждения/)
  await waitFor(() => expect(asked.at(-1)).toBe(`?severity=warning&school_id=${SCHOOL}`))
  await userEvent.selectOptions(screen.getByLabelText('Чей ход'), 'mine')
  await waitFor(() => expect(asked.at(-1)).toContain('mine=true'))
  await userEvent.selectOptions(screen.getByLabelText('Чей ход'), 'school')
  await waitFor(() => expect(asked.at(-1)).toContain('owner=school'))
  expect(asked.at(-1)).not.toContain('mine')
  expect(router.state.location.search).toMatchObject({ severity: 'warning', owner: 'school', school: SCHOOL })
})

test('a dismissal needs a reason, is sent once for two presses, and its words outlive the closed dialog', async () => {
  open(FOUND)
  await press('Отклонить: РПШ 2021 года')
  await press('Отклонить')
  expect(await screen.findByLabelText('Почему это не нужно исправлять')).toHaveAccessibleDescription(
    /Напишите, почему/,
  )
  expect(sent).toEqual([])
  await userEvent.type(screen.getByLabelText('Почему это не нужно исправлять'), ' фактора нет ')
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await press('Отклонить: РПШ 2021 года')
  expect(await screen.findByLabelText('Почему это не нужно исправлять')).toHaveValue(' фактора нет ')
  await userEvent.dblClick(screen.getByRole('button', { name: 'Отклонить' }))
  expect(await screen.findByText(/Сохранено в 09:40: замечание отклонено: РПШ 2021 года/)).toBeInTheDocument()
  expect(sent).toEqual([
    {
      to: '/quality/dismissals',
      body: { rule: RULE.code, object_id: PROFILE, reason: 'фактора нет' },
    },
  ])
})

test('what was dismissed tells who, when and why, and can be taken up again', async () => {
  const dismissal = {
    id: id('9'),
    reason: 'фактора нет',
    who: 'Иванова И. И.',
    at: '2021-03-16T10:00:00+04:00',
  }
  const aside = { ...FINDING, dismissal, allowed_actions: ['withdraw'] }
  open(
    { ...FOUND, total: 1, groups: [{ rule: RULE, total: 1, items: [aside] }] },
    '/support/quality?dismissed=true',
  )
  expect(await screen.findByText(/Отклонено 16\.03\.2021.*Иванова.*: фактора нет/)).toBeInTheDocument()
  await press('Вернуть: РПШ 2021 года')
  expect(await screen.findByText(/замечание возвращено/)).toBeInTheDocument()
  expect(sent.map(({ to }) => to)).toEqual([`/quality/dismissals/${dismissal.id}/withdraw`])
})

test('without findings it says what was checked; narrowed, it leads back to everything', async () => {
  open(NOTHING)
  expect(await screen.findByText(/Проверено: 85.правил, замечаний нет/)).toBeInTheDocument()
  expect(screen.getByText(/не противоречат друг другу/)).toBeInTheDocument()
})

test('with a filter that finds nothing there is a way back', async () => {
  open(NOTHING, '/support/quality?severity=hint')
  expect(await screen.findByText(/По этому отбору всё в порядке/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Показать все замечания' })).toHaveAttribute(
    'href',
    '/support/quality',
  )
})

test('the page of a school lists its findings in short, and nothing for who may not see them', async () => {
  open(FOUND, `/schools/${SCHOOL}`)
  expect(await screen.findByText(RULE.title)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Как исправить' })).toHaveAttribute(
    'href',
    `/support/quality?school=${SCHOOL}`,
  )
})

test('who may not see findings sees no box of them', async () => {
  open(FOUND, `/schools/${SCHOOL}`, { ...ME, permissions: [] })
  await waitFor(() => expect(document.body.textContent).not.toContain('Проверяем'))
  expect(screen.queryByText('Качество данных')).toBeNull()
})

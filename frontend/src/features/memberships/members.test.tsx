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
import type { CandidateOut, MemberList, MemberOut, MeOut, PlanOut } from '@/api/generated/types.gen'
import { MembersPage } from './MembersPage'
import { readMembersSearch } from './membersSearch'

const id = (last: string) => `0195a000-0000-7000-8000-00000000000${last}`
const [PLAN, OTHER_PLAN] = [id('1'), id('2')]
const api = (path: string) => `${window.location.origin}/api/v1${path}`

const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'coordinator',
  full_name: 'Иванова И. И.',
  roles: [],
  permissions: ['see_plans', 'manage_plans'],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}
const VASILYEVKA: MemberOut = {
  id: id('3'),
  school_id: id('4'),
  school_name: 'ГБОУ СОШ с. Васильевка',
  municipality: 'м. р. Ставропольский',
  joined_on: '2020-09-01',
  left_on: null,
  basis: 'Распоряжение № 199-од от 21.05.2020',
  is_member: true,
}
const FORMER: MemberOut = {
  ...VASILYEVKA,
  id: id('5'),
  school_id: id('6'),
  school_name: 'ГБОУ ООШ с. Узюково',
  left_on: '2021-01-11',
  is_member: false,
}
const candidate = (name: string, last: string): CandidateOut => ({
  school_id: id(last),
  school_name: name,
  municipality: 'г. о. Жигулёвск',
})
const MANAGED: MemberList = {
  plan_id: PLAN,
  plan_title: 'План «500+»',
  items: [VASILYEVKA, FORMER],
  candidates: [candidate('ГБОУ СОШ № 7', '7'), candidate('ГБОУ СОШ № 16 «Берёзка»', '8')],
  allowed_actions: ['join', 'leave'],
}
const READ: MemberList = { ...MANAGED, candidates: [], allowed_actions: [] }

/** Writes as they reached the server, in order. */
const sent: { to: string; body: unknown }[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sent.length = 0
  forgetDrafts()
})
afterAll(() => server.close())

const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })
const planOf = (planId: string, title: string): PlanOut => ({ id: planId, code: 'p', title, editions: [] })

/** Opens the page of these members; what is written is taken down and answered with them. */
function open(members: MemberList, plans = [planOf(PLAN, 'План «500+»')], address = '/plan/members') {
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api('/plans'), () => json({ items: plans })),
    http.get(api('/plans/:plan/members'), ({ params }) => json({ ...members, plan_id: params.plan })),
    http.post(api('/*'), async ({ request }) => {
      sent.push({ to: new URL(request.url).pathname.replace('/api/v1', ''), body: await request.json() })
      return json(members, 201)
    }),
  )
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const pages = [
    { path: '/plan/members', validateSearch: readMembersSearch, component: MembersPage },
    { path: '/plan' },
    { path: '/schools/$schoolId' },
  ].map((options) => createRoute({ getParentRoute: () => inside, ...options }))
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

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const tableOf = async (name: string) => within(await screen.findByRole('table', { name }))

/** Fills the form of joining with the second candidate. */
async function fillJoin() {
  await press('Включить школу')
  await userEvent.type(await screen.findByLabelText('Найти школу'), 'березка')
  await userEvent.click(screen.getByLabelText(/№ 16/))
  await userEvent.clear(screen.getByLabelText('С какого дня'))
  await userEvent.type(screen.getByLabelText('С какого дня'), '1.4.21')
  await userEvent.type(screen.getByLabelText('Основание'), ' Распоряжение № 70-од ')
}

test('the sentence counts the members of the day, the former stand apart and cannot be excluded again', async () => {
  open(MANAGED)
  expect(await screen.findByText(/В проекте 1 школа на 17\.03\.2021/)).toBeInTheDocument()
  const now = await tableOf('Школы проекта сейчас')
  expect(now.getByRole('link', { name: /Васильевка/ })).toHaveAttribute(
    'href',
    `/schools/${VASILYEVKA.school_id}`,
  )
  expect(now.getByText('01.09.2020')).toBeInTheDocument()
  const former = await tableOf('Были в проекте')
  expect(former.getByText('11.01.2021')).toBeInTheDocument()
  expect(former.queryByRole('button')).toBeNull()
})

test('joining finds a school by words, reads the day as typed, and sends one request for two presses', async () => {
  open(MANAGED)
  await fillJoin()
  expect(screen.queryByLabelText(/СОШ № 7/)).toBeNull()
  await userEvent.dblClick(screen.getByRole('button', { name: 'Включить' }))
  expect(await screen.findByText(/Сохранено в 09:40: .* в проекте с 01\.04\.2021/)).toBeInTheDocument()
  expect(sent).toEqual([
    {
      to: `/plans/${PLAN}/members`,
      body: { school_id: id('8'), joined_on: '2021-04-01', basis: 'Распоряжение № 70-од' },
    },
  ])
})

test('what is missing is told above the form and at each field, and nothing is sent', async () => {
  open(MANAGED)
  await press('Включить школу')
  await userEvent.clear(await screen.findByLabelText('С какого дня'))
  await press('Включить')
  expect(screen.getByLabelText('Найти школу')).toHaveAccessibleDescription(/Выберите школу/)
  expect(screen.getByLabelText('С какого дня')).toHaveAccessibleDescription(/Введите день/)
  expect(screen.getByLabelText('Основание')).toHaveAccessibleDescription(/Назовите основание/)
  expect(within(screen.getByRole('alert')).getAllByRole('link')).toHaveLength(3)
  expect(sent).toEqual([])
})

test('a refusal says why, keeps what was typed, and what was typed outlives the closed dialog', async () => {
  open(MANAGED)
  await fillJoin()
  server.use(
    http.post(api('/plans/:plan/members'), () =>
      json({ title: 'Не получилось', detail: 'Школа уже в проекте с 01.09.2020.' }, 409),
    ),
  )
  await press('Включить')
  expect(await screen.findByText('Школа уже в проекте с 01.09.2020.')).toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await press('Включить школу')
  expect(await screen.findByLabelText(/№ 16/)).toBeChecked()
  expect(screen.getByLabelText('С какого дня')).toHaveValue('01.04.2021')
  expect(screen.getByLabelText('Основание')).toHaveValue(' Распоряжение № 70-од ')
})

test('a school leaves from a day that is not before it joined, by an act', async () => {
  open(MANAGED)
  await press(`Исключить: ${VASILYEVKA.school_name}`)
  const day = await screen.findByLabelText('С какого дня')
  expect(day).toHaveValue('17.03.2021')
  expect(day).toHaveAccessibleDescription(/В цифрах прошлых дней она останется/)
  await userEvent.type(screen.getByLabelText('Основание'), 'Распоряжение № 71-од')
  await userEvent.clear(day)
  await userEvent.type(day, '31.08.2020')
  await press('Исключить')
  expect(day).toHaveAccessibleDescription(/в проекте с 01\.09\.2020: исключить раньше нельзя/)
  await userEvent.clear(day)
  await userEvent.type(day, '18.03.2021')
  await press('Исключить')
  expect(await screen.findByText(/Васильевка не в проекте с 18\.03\.2021/)).toBeInTheDocument()
  expect(sent).toEqual([
    {
      to: `/members/${VASILYEVKA.id}/leave`,
      body: { left_on: '2021-03-18', basis: 'Распоряжение № 71-од' },
    },
  ])
})

test('a reader without the right sees his part of the list, says so, and has nothing to press', async () => {
  open(READ)
  expect(await screen.findByText(/Вам видна 1 школа проекта на 17\.03\.2021/)).toBeInTheDocument()
  await tableOf('Школы проекта сейчас')
  expect(screen.queryByRole('button')).toBeNull()
})

test('without members it says what stands in the figures and who lets schools in', async () => {
  open({ ...READ, items: [] })
  expect(await screen.findByText(/считать не по кому/)).toHaveTextContent(/координатор или руководитель/)
})

test('a school of a later day stands apart, and one that will leave keeps counting', async () => {
  const coming = { ...VASILYEVKA, id: id('9'), joined_on: '2021-04-01', is_member: false }
  open({ ...MANAGED, items: [{ ...VASILYEVKA, left_on: '2021-05-01' }, coming], candidates: [] })
  const now = await tableOf('Школы проекта сейчас')
  expect(now.getByText('01.05.2021')).toBeInTheDocument()
  expect(now.queryByRole('button')).toBeNull()
  expect((await tableOf('Войдут в проект')).getByText('01.04.2021')).toBeInTheDocument()
  expect(screen.getByText(/включать некого/)).toBeInTheDocument()
})

test('among several plans the address says which', async () => {
  const plans = [planOf(PLAN, 'План «500+»'), planOf(OTHER_PLAN, 'План качества')]
  const router = open(MANAGED, plans, `/plan/members?plan=${OTHER_PLAN}`)
  expect(await screen.findByLabelText('План')).toHaveValue(OTHER_PLAN)
  await userEvent.selectOptions(screen.getByLabelText('План'), PLAN)
  await waitFor(() => expect(router.state.location.search).toEqual({ plan: PLAN }))
})

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DraftRefOut, EditionOut } from '@/api/generated/types.gen'
import { codeIssue, shiftedYears } from './copies'
import { aDraft, EDITION_ID, keyOf } from './draftForTests'
import { EditionsPage } from './EditionsPage'
import { api, renderScreen } from './screenForTests'

const PLAN_ID = keyOf('5')
const edition = (number: number, over: Partial<EditionOut> = {}): EditionOut => ({
  id: keyOf(`${number}`),
  number,
  state: number === 2 ? 'in_force' : 'superseded',
  effective_on: '2021-02-12',
  has_rows: number === 2,
  act: {
    kind: 'распоряжение',
    number: number === 2 ? '64-од' : '199-од',
    signed_on: '2021-02-12',
    issuer: 'ЦУ',
    title: 'О внесении изменений',
    signed_by: 'А. Н. Двирник',
    file_name: number === 2 ? 'распоряжение.pdf' : null,
  },
  ...over,
})
const DRAFT: DraftRefOut = {
  edition_id: EDITION_ID,
  plan_id: PLAN_ID,
  plan_title: 'Дорожная карта 2020–2021',
  number: 3,
  rows: 44,
  changed_at: '2021-03-17T09:40:00+04:00',
  changed_by: 'Чертежова Ч. Ч.',
}

let drafts: DraftRefOut[]
const asked: unknown[] = []
const server = setupServer(
  http.get(api('/plans'), () =>
    HttpResponse.json({
      items: [
        {
          id: PLAN_ID,
          code: 'road_map_2020_2021',
          title: 'Дорожная карта 2020–2021',
          editions: [edition(1), edition(2)],
        },
      ],
    }),
  ),
  http.get(api('/drafts'), () => HttpResponse.json({ items: drafts })),
  http.post(api(`/plans/${PLAN_ID}/drafts`), () => HttpResponse.json(aDraft(), { status: 201 })),
  http.post(api(`/editions/${keyOf('2')}/copies`), async ({ request }) => {
    asked.push(await request.json())
    return HttpResponse.json(aDraft(), { status: 201 })
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  drafts = []
  asked.length = 0
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const open = (permissions?: string[]) =>
  renderScreen({ route: '/plan/editions', at: '/plan/editions', page: EditionsPage, permissions })

test('every edition tells its act, its state and what can be read of it', async () => {
  open()
  const newest = (await screen.findByText(/от 12.02.2021 № 64-од/)).closest('tr') as HTMLElement
  expect(newest).toHaveTextContent('Действует')
  expect(within(newest).getByRole('link', { name: 'Что изменилось' })).toBeInTheDocument()
  expect(within(newest).getByRole('button', { name: /распоряжение\.pdf/ })).toBeInTheDocument()
  expect(within(newest).queryByRole('button', { name: /Приложить файл/ })).toBeNull()
  const oldest = screen.getByText(/№ 199-од/).closest('tr') as HTMLElement
  expect(oldest).toHaveTextContent('тексты не загружены')
  expect(within(oldest).getByRole('button', { name: /Приложить файл/ })).toBeInTheDocument()
})

test('a new edition begins as a draft that opens at once', async () => {
  const { router } = open()
  await userEvent.click(await screen.findByRole('button', { name: 'Начать новую редакцию' }))
  await screen.findByText('другая страница')
  expect(router.state.location.pathname).toBe(`/plan/drafts/${EDITION_ID}`)
})

test('with a draft open there is no second one, and the reason is said', async () => {
  drafts = [DRAFT]
  open()
  expect(await screen.findByRole('link', { name: 'Продолжить черновик' })).toBeInTheDocument()
  const button = screen.getByRole('button', { name: 'Начать новую редакцию' })
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription(/уже есть/)
})

test('a plan that has nothing but its draft is not forgotten', async () => {
  drafts = [{ ...DRAFT, plan_id: keyOf('8'), plan_title: 'План 2022', number: 1 }]
  open()
  expect(await screen.findByRole('region', { name: 'План 2022' })).toHaveTextContent('Черновик редакции 1')
})

test('who may only read is offered nothing to change and asks for no drafts', async () => {
  server.use(http.get(api('/drafts'), () => HttpResponse.json({ status: 403 }, { status: 403 })))
  open([])
  expect(await screen.findByText(/№ 64-од/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Начать|Скопировать|Приложить/ })).toBeNull()
  expect(screen.queryByRole('link', { name: /Загрузить/ })).toBeNull()
})

test('the copy for another year proposes its name and code and shifts by the chosen years', async () => {
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'Скопировать план на следующий год' }))
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByLabelText('Название нового плана')).toHaveValue('Дорожная карта 2021–2022')
  await userEvent.selectOptions(within(dialog).getByLabelText('Сдвинуть даты'), 'на 2 года')
  expect(within(dialog).getByLabelText('Код нового плана')).toHaveValue('road_map_2022_2023')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Создать копию' }))
  await screen.findByText('другая страница')
  expect(asked).toEqual([{ code: 'road_map_2022_2023', title: 'Дорожная карта 2022–2023', years: 2 }])
})

test.each([
  ['Дорожная карта 2020–2021', 'Дорожная карта 2021–2022'],
  ['План на 2020/21 учебный год', 'План на 2021/22 учебный год'],
  ['План проекта 500+', 'План проекта 500+'],
  ['plan_1999', 'plan_2000'],
])('«%s» a year later is «%s»', (now, next) => {
  expect(shiftedYears(now, 1)).toBe(next)
})

test('a code is Latin and free', () => {
  expect(codeIssue('road_map_2022', ['road_map'])).toBeNull()
  expect(codeIssue('road_map', ['road_map'])).toMatch(/занят/)
  expect(codeIssue('Карта', [])).toMatch(/латинские/)
})

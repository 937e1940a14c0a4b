import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ImportRowOut, PlanImportOut } from '@/api/generated/types.gen'
import { aDraft, EDITION_ID, keyOf } from '../draftForTests'
import { api, renderScreen } from '../screenForTests'
import { PlanImportPage } from './PlanImportPage'

const IMPORT_ID = keyOf('44')
const PLAN_ID = keyOf('5')
const TORN = 'Строка в файле разорвана: проверьте, так ли это.'
const row = (number: string, over: Partial<ImportRowOut> = {}): ImportRowOut => ({
  number,
  title: `Мероприятие ${number}`,
  term_source: 'до 20.03.2021',
  responsible_source: 'ЦУ',
  result_document: 'Справка',
  expected_result: null,
  cells: [],
  term_kind: 'deadline',
  windows: [
    {
      starts_on: null,
      ends_on: '2021-03-20',
      is_derived: false,
      label: 'До 20.03.2021',
      weekend: 'суббота, выходной',
    },
  ],
  questions: [],
  matched_number: number,
  ...over,
})
const RECOGNISED: PlanImportOut = {
  id: IMPORT_ID,
  state: 'recognised',
  file_name: 'план.docx',
  job_id: null,
  refusal: null,
  plan_id: PLAN_ID,
  edition_id: null,
  heading: '«Дорожная карта»',
  sections: [
    {
      code: '1',
      title: 'Анализ',
      form: 'road_map',
      rows: [
        row('1.1', { questions: [TORN], cells: ['1.1', 'Мероприятие', ''] }),
        row('1.2', { matched_number: null, questions: ['Срок не указан. К какому сроку?'], windows: [] }),
      ],
    },
  ],
  remarks: [
    { number: null, text: 'Таблиц без строки заголовков: 8.' },
    { number: '1.1', text: TORN },
  ],
  rows: 2,
  questions: 2,
  allowed_actions: ['create_draft', 'create_plan'],
}

let found: PlanImportOut
const asked: unknown[] = []
const plans = { items: [{ id: PLAN_ID, code: 'road_map', title: 'Дорожная карта 2020–2021', editions: [] }] }
const server = setupServer(
  http.get(api(`/plan-imports/${IMPORT_ID}`), () => HttpResponse.json(found)),
  http.get(api('/plans'), () => HttpResponse.json(plans)),
  http.post(api(`/plans/${PLAN_ID}/drafts`), async ({ request }) => {
    asked.push(await request.json())
    return HttpResponse.json(aDraft(), { status: 201 })
  }),
  http.post(api('/plans'), async ({ request }) => {
    asked.push(await request.json())
    return HttpResponse.json(aDraft(), { status: 201 })
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  found = RECOGNISED
  asked.length = 0
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const open = () =>
  renderScreen({
    route: '/plan/imports/$importId',
    at: `/plan/imports/${IMPORT_ID}`,
    page: PlanImportPage,
  })

test('what was recognised is shown with its cells, its reading and its lineage', async () => {
  open()
  const [first, second] = (await screen.findAllByRole('rowheader')).filter((cell) =>
    cell.textContent?.startsWith('Мероприятие'),
  )
  expect(first?.closest('tr')).toHaveTextContent('до 20.03.2021, суббота, выходной')
  expect(first?.closest('tr')).toHaveTextContent('продолжает 1.1')
  expect(second?.closest('tr')).toHaveTextContent('срок датами не прочитан')
  expect(second?.closest('tr')).toHaveTextContent('новая строка')
  const folded = within(first as HTMLElement).getByText('Как в файле')
  await userEvent.click(folded)
  expect(
    within(first as HTMLElement)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(['1.1', 'Мероприятие', 'пустая ячейка'])
})

test('a question to the author is told from a remark about the file', async () => {
  open()
  const head = await screen.findByText(/2 строки, 1 раздел, 1 вопрос автору, проверьте 1 место/)
  await waitFor(() => expect(head).toHaveTextContent('1 строка продолжает действующие, новых 1.'))
  expect(screen.getByText('Вопрос автору: срок не указан. К какому сроку?')).toBeInTheDocument()
  expect(screen.getByText(TORN)).toBeInTheDocument()
  expect(screen.getByText('Таблиц без строки заголовков: 8.')).toBeInTheDocument()
})

test('a draft of the chosen plan is made of the file and opened', async () => {
  const { router } = open()
  await userEvent.click(await screen.findByRole('button', { name: 'Создать черновик редакции' }))
  await screen.findByText('другая страница')
  expect(asked).toEqual([{ import_id: IMPORT_ID }])
  expect(router.state.location.pathname).toBe(`/plan/drafts/${EDITION_ID}`)
})

test('a new plan needs a title and a code nobody has', async () => {
  open()
  await userEvent.click(await screen.findByRole('radio', { name: 'новый план' }))
  await userEvent.type(screen.getByLabelText('Код плана'), 'road_map')
  await userEvent.click(screen.getByRole('button', { name: 'Создать новый план' }))
  const summary = screen.getByRole('alert')
  expect(summary).toHaveTextContent('Введите название плана')
  expect(summary).toHaveTextContent('Код «road_map» уже занят')
  expect(asked).toEqual([])
  await userEvent.type(screen.getByLabelText('Название плана'), 'Дорожная карта 2022')
  await userEvent.type(screen.getByLabelText('Код плана'), '_2022')
  await userEvent.click(screen.getByRole('button', { name: 'Создать новый план' }))
  await screen.findByText('другая страница')
  expect(asked).toEqual([{ code: 'road_map_2022', title: 'Дорожная карта 2022', import_id: IMPORT_ID }])
})

test('while a draft is open the refusal leads to it', async () => {
  server.use(
    http.post(api(`/plans/${PLAN_ID}/drafts`), () =>
      HttpResponse.json(
        {
          title: 'Действие сейчас невозможно',
          status: 409,
          detail: 'Черновик следующей редакции уже есть.',
          errors: [{ pointer: '/plan_id', message: EDITION_ID }],
        },
        { status: 409 },
      ),
    ),
  )
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'Создать черновик редакции' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Черновик следующей редакции уже есть.')
  expect(screen.getByRole('link', { name: /Открыть черновик/ })).toHaveAttribute(
    'href',
    `/plan/drafts/${EDITION_ID}`,
  )
})

test('a refused file says why and where to go', async () => {
  found = { ...RECOGNISED, state: 'refused', refusal: 'В файле нет таблицы плана.', sections: [], rows: 0 }
  open()
  expect(await screen.findByRole('alert')).toHaveTextContent('В файле нет таблицы плана.')
  expect(screen.getByRole('link', { name: 'Загрузить другой файл' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Создать/ })).toBeNull()
})

test('a file being read shows its progress, a drafted one the way to its draft', async () => {
  found = { ...RECOGNISED, state: 'received', sections: [], rows: 0 }
  const { unmount } = open()
  expect(await screen.findByRole('progressbar')).toBeInTheDocument()
  unmount()
  found = { ...RECOGNISED, state: 'drafted', edition_id: EDITION_ID, allowed_actions: [] }
  open()
  expect(await screen.findByRole('link', { name: 'Открыть черновик' })).toBeInTheDocument()
})

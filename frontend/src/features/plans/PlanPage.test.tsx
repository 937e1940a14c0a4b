import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { ActivityDetailOut } from '@/api/generated/types.gen'
import { aMatrix, uuid } from './matrix/matrixForTests'
import { PlanPage } from './PlanPage'
import { api, exported, openPage, serve, server, withServer } from './pageForTests'
import { aFigure, anEdition, aParty, aRow, aWindow, late } from './rowForTests'

withServer()

const analysis = aRow({
  id: uuid(0),
  number: '1.1',
  title: 'Анализ',
  parties: [aParty({ code: 'cu', words: 'ЦУ' })],
})
const visit = aRow({
  id: uuid(1),
  number: '500+.4',
  title: 'Посещение',
  windows: [late('2021-03-10', 7)],
  figure: aFigure(),
})
const profile = aRow({
  id: uuid(2),
  number: '500+.6',
  title: 'Верификация',
  windows: [aWindow({ rescheduled_to: '2021-03-27' })],
})
const edition = anEdition({
  sections: [
    { code: '1', title: 'Анализ причин', activities: [analysis] },
    { code: '500+', title: 'Проект 500+', activities: [visit, profile] },
  ],
})
const matrix = aMatrix([
  ['ГБОУ СОШ с. Ясное', [-1, 0, 2]],
  ['ГБОУ СОШ с. Берёзовый Лог', [1, -1, -1]],
])
const detail: ActivityDetailOut = {
  activity: visit,
  edition_id: edition.edition.id,
  section_title: 'Проект 500+',
  results: [],
}

function open(address: string, page = PlanPage) {
  serve({
    '/editions/:id/activities': edition,
    '/editions/:id/matrix': matrix,
    [`/activities/${uuid(1)}`]: detail,
  })
  return openPage(address, page)
}
const numbers = () =>
  screen
    .getAllByRole('row')
    .flatMap((row) => within(row).queryByText(/^(1\.1|500\+\.\d)$/)?.textContent ?? [])
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

test('a chip and a choice narrow the table and stand in the address', async () => {
  const address = open('/plan')
  await press(/^Просрочено/)
  expect(address()).toEqual({ status: 'late' })
  expect(numbers()).toEqual(['500+.4'])
  await press(/^Все/)
  await userEvent.selectOptions(screen.getByLabelText('Ответственный'), 'cu')
  expect(address()).toEqual({ who: 'cu' })
  expect(numbers()).toEqual(['1.1', '500+.4', '500+.6'])
  await userEvent.selectOptions(screen.getByLabelText('Раздел'), '1')
  expect(address()).toEqual({ who: 'cu', section: 1 })
  expect(numbers()).toEqual(['1.1'])
})

test('words, a school and a period narrow the table; half a date is told and narrows nothing', async () => {
  const address = open('/plan')
  await press(/^Слова, школа/)
  await userEvent.type(screen.getByLabelText('Слова в строке'), 'посещение{Enter}')
  await waitFor(() => expect(address()).toEqual({ q: 'посещение' }))
  await userEvent.clear(screen.getByLabelText('Слова в строке'))
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('option', { name: 'ГБОУ СОШ с. Ясное' })
  await userEvent.selectOptions(screen.getByLabelText('Школа'), 'ГБОУ СОШ с. Ясное')
  expect(numbers()).toEqual(['500+.4', '500+.6'])
  await userEvent.selectOptions(screen.getByLabelText('Школа'), 'любая')
  await userEvent.type(screen.getByLabelText('Срок с'), '27.03')
  await press('Показать период')
  expect(screen.getByLabelText('Срок с')).toHaveAccessibleDescription('Введите день, например 12.02.2021.')
  expect(address()).toEqual({})
  await userEvent.type(screen.getByLabelText('Срок с'), '.21')
  await press('Показать период')
  expect(address()).toEqual({ from: '2021-03-27' })
  expect(numbers()).toEqual(['500+.6'])
})

test('the workbook has exactly the rows of the screen in their order, with the conditions in words', async () => {
  open('/plan?sort=due&section=500%2B')
  await press('Скачать XLSX')
  await waitFor(() => expect(exported).toHaveLength(1))
  expect(exported[0]).toEqual({
    view: 'table',
    activity_ids: [uuid(1), uuid(2)],
    conditions: 'Раздел 500+; порядок: по сроку',
  })
})

test('a workbook that could not be made says so, and the button works again', async () => {
  open('/plan')
  server.use(http.post(api('/editions/:id/exports'), () => HttpResponse.json({}, { status: 503 })))
  await press('Скачать XLSX')
  expect(await screen.findByRole('alert')).toHaveTextContent('Сервер временно недоступен')
  expect(screen.getByRole('button', { name: 'Скачать XLSX' })).not.toHaveAttribute('aria-disabled')
})

test('filters that find nothing are named, and each can be dropped', async () => {
  const address = open('/plan?status=run&q=анализ')
  await press('Убрать условие «В работе»')
  expect(address()).toEqual({ q: 'анализ' })
  expect(numbers()).toEqual(['1.1'])
})

test('the panel of a row has room for another feature', async () => {
  open(`/plan?row=${uuid(1)}`, () => <PlanPage rowExtra={(id) => <p>Выполнение {id}</p>} />)
  expect(await screen.findByText(`Выполнение ${uuid(1)}`)).toBeInTheDocument()
  expect(await screen.findByText('Как считается')).toBeInTheDocument()
})

test('the timeline tells each row in words and keeps the filters of the table', async () => {
  const address = open('/plan?status=late')
  await userEvent.click(await screen.findByRole('link', { name: 'Лента сроков' }))
  expect(address()).toEqual({ view: 'timeline', status: 'late' })
  expect(await screen.findByRole('img', { name: '500+.4: просрочено на 7 дней' })).toBeInTheDocument()
  expect(screen.getByText('до 10.03.2021: просрочено на 7 дней')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Лента сроков' })).toHaveAttribute('aria-current', 'page')
  expect(screen.getByRole('link', { name: 'Таблица' })).not.toHaveAttribute('aria-current')
})

test('by school a row wears what the matrix says of this school, and the workbook has each row once', async () => {
  const address = open('/plan?view=timeline')
  await userEvent.selectOptions(await screen.findByLabelText('Группы'), 'school')
  expect(address()).toEqual({ view: 'timeline', group: 'school' })
  const heads = await screen.findAllByRole('rowheader', { name: /^ГБОУ/ })
  expect(heads.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Берёзовый Лог'),
    expect.stringContaining('Ясное'),
  ])
  expect(screen.getByRole('img', { name: '1.1: просрочено на 7 дней' })).toBeInTheDocument()
  expect(screen.getByRole('img', { name: '500+.4: принято 16.03.2021' })).toBeInTheDocument()
  await press('Скачать XLSX')
  await waitFor(() => expect(exported[0]?.activity_ids).toEqual([uuid(0), uuid(1), uuid(2)]))
})

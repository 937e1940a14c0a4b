import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FigureListOut, FigureSourcesOut } from '@/api/generated/types.gen'
import { api, json, LIST, NO_WORKS, SCHOOL, unit, W2019, worksHandler } from '../figuresForTests'
import { openAt } from '../pagesForTests'

const asked: URLSearchParams[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked.length = 0
})
afterAll(() => server.close())

function open(list: FigureListOut, address = '/analysis') {
  server.use(
    worksHandler(),
    http.get(api('/me'), () => json({ permissions: ['see_results', 'see_uploads'] })),
    http.get(api('/figures'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return json(list)
    }),
    http.get(api('/figures/sources'), () => json(SOURCES)),
  )
  return openAt(address)
}

const SOURCES: FigureSourcesOut = {
  unit: unit(SCHOOL, 'ГБОУ СОШ с. Васильевка'),
  work: W2019,
  total: 2,
  items: [
    {
      protocol_id: SCHOOL,
      school_id: SCHOOL,
      school_name: 'ГБОУ СОШ с. Васильевка',
      version: 2,
      recorded_at: '2021-03-16T10:00:00+04:00',
      upload_id: SCHOOL,
      upload_number: 7,
      basis: 'rows',
      scale: null,
    },
  ],
  formulas: [{ code: 'quality_pct', title: 'Качество', formula: '(n4 + n5) / N · 100' }],
  formula_source: 'методика',
}

const cellsOf = async (name: RegExp) => {
  const line = (await screen.findByRole('rowheader', { name })).closest('tr')
  if (!line) throw new Error('no such line')
  return within(line)
}

test('a cell tells counts, the interval, the small sample and a word instead of an arrow', async () => {
  open(LIST, '/analysis?level=school')
  const line = await cellsOf(/Васильевка/)
  expect(line.getByRole('button', { name: /^1.из.7: .*математика, откуда число/ })).toBeInTheDocument()
  expect(line.getAllByText('малая выборка')).toHaveLength(3)
  expect(line.getByText('нельзя различить')).toHaveTextContent(/−23.п\..п\., от.−57 до.\+21/)
  expect(document.body.textContent).not.toMatch(/[↑↓▲▼→]/)
})

test('a change that can be told from chance is told; too few are «мало» with a reason in words', async () => {
  open(LIST, '/analysis?level=school')
  const line = await cellsOf(/Бинарадка/)
  expect(line.getByText('хуже')).toBeInTheDocument()
  expect(line.getByText('мало')).toBeInTheDocument()
  expect(screen.getByText('мало — меньше пяти участников')).toBeInTheDocument()
})

test('a reason that holds for the whole column stands once in its head; the page is summed up in a sentence', async () => {
  open(LIST, '/analysis?level=school')
  const head = await screen.findByRole('columnheader', { name: /программа 5.класса/ })
  expect(head).toHaveTextContent(/с.прошлым годом не сравниваем: проверялась программа разных классов$/)
  expect(screen.getByText(/^Математика, с.прошлым годом не сравниваем: .*классов\.$/)).toBeInTheDocument()
  expect(screen.queryByText('сравнивать нельзя')).toBeNull()
  expect(screen.getByText(/хуже — 1, нельзя различить — 1, сравнивать нельзя — 2/)).toBeInTheDocument()
})

test('filters stand in the address and in the question to the server', async () => {
  const router = open(LIST, '/analysis')
  await screen.findByRole('rowheader', { name: /Васильевка/ })
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    level: 'municipality',
    procedure: 'vpr',
    year: '2020',
    grade: '6',
  })
  await userEvent.selectOptions(screen.getByLabelText('Год'), '2019')
  await waitFor(() => expect(asked.at(-1)?.get('year')).toBe('2019'))
  await userEvent.selectOptions(screen.getByLabelText('Показать'), 'school')
  await waitFor(() => expect(asked.at(-1)?.get('level')).toBe('school'))
  await userEvent.selectOptions(screen.getByLabelText('Показатель'), 'quality')
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ year: 2019, level: 'school', measure: 'quality' }),
  )
})

test('a number opens where it comes from: protocol, upload, formula', async () => {
  open(LIST, '/analysis?level=school')
  await userEvent.click((await cellsOf(/Васильевка/)).getByRole('button', { name: /^1.из.7/ }))
  const drawer = within(await screen.findByRole('dialog'))
  expect(await drawer.findByText(/Сложено из: 2.протокола/)).toBeInTheDocument()
  expect(drawer.getByRole('link', { name: /загрузка №.7/ })).toHaveAttribute('href', `/uploads/${SCHOOL}`)
  expect(drawer.getByText('(n4 + n5) / N · 100')).toBeInTheDocument()
  expect(drawer.getByText(/Ещё 1.протокол/)).toBeInTheDocument()
})

test('the names of municipalities lead to their schools, the head of a column to its subject', async () => {
  const municipality = { ...unit(SCHOOL, 'м. р. Волжский', 'municipality') }
  open({ ...LIST, level: 'municipality', level_title: 'Район', units: [municipality] }, '/analysis?year=2020')
  expect(await screen.findByRole('link', { name: 'м. р. Волжский' })).toHaveAttribute(
    'href',
    `/analysis?year=2020&level=school&municipality=${SCHOOL}`,
  )
  expect(screen.getAllByRole('link', { name: /математика, 6.класс: подробно/ })[0]).toHaveAttribute(
    'href',
    '/analysis/subject?year=2018&procedure=vpr&grade=6&subject=math',
  )
})

test('without any work it says what to do, without rows it leads back', async () => {
  server.use(http.get(api('/works'), () => json(NO_WORKS)))
  openAt('/analysis')
  expect(await screen.findByText('Результатов пока нет')).toBeInTheDocument()
})

test('a filter that finds nothing has a way back', async () => {
  open({ ...LIST, units: [], rows: [] }, '/analysis?level=school')
  expect(await screen.findByText('По этому отбору результатов нет')).toBeInTheDocument()
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { readAnalysisSearch, unitOfValue, unitValue } from './analysisSearch'
import { asked, open, serve, withServer } from './pageForTests'
import { ANALYSIS, ENTRY, EXIT, HEAT, SCHOOL, SCORES, uuid } from './repliesForTests'
import { doneText, rangeText, shadeOf } from './words'

withServer()

const table = (name: RegExp) => screen.findByRole('table', { name })
const plain = (node: Element) => (node.textContent ?? '').replaceAll('\u00a0', ' ')

test('the address keeps one unit, drops what it does not know', () => {
  expect(
    readAnalysisSearch({ work: EXIT, school: SCHOOL, office: uuid(3), table: 'items', as: 'chart', page: 1 }),
  ).toEqual({ work: EXIT, school: SCHOOL, entry: undefined, table: 'items', as: undefined, page: undefined })
  expect(readAnalysisSearch({ work: 'x', municipality: uuid(4) })).toMatchObject({
    work: undefined,
    municipality: uuid(4),
  })
  expect(unitOfValue(unitValue({ municipality: uuid(4) }))).toMatchObject({ municipality: uuid(4) })
  expect(unitValue({})).toBe('')
})

test('few pupils are counted in points, many in percent, hidden and missing are told apart', () => {
  const done = { kind: 'measured' as const, points: 14, n: 12, pct: 58.3, ci_low_pct: 32, ci_high_pct: 80.7 }
  expect(doneText(done, 2)).toBe('14\u00a0из\u00a024\u00a0баллов')
  expect(doneText({ ...done, n: 20 }, 2)).toBe('58,3\u00a0%')
  expect(rangeText(done)).toBe('32,0–80,7\u00a0%')
  const none = { points: null, n: null, pct: null, ci_low_pct: null, ci_high_pct: null }
  expect(doneText({ ...none, kind: 'suppressed' }, 2)).toBe('мало')
  expect(doneText({ ...none, kind: 'no_task' }, 2)).toBe('—')
  expect([0, 19.9, 20, 99.9, 100].map(shadeOf)).toEqual([0, 0, 1, 4, 4])
})

test('tasks come with n, interval, «X» and the threshold, in words', async () => {
  serve()
  open('/analysis/tasks')
  const tasks = within(await table(/^Выполнение заданий/))
  const [, first, second] = tasks.getAllByRole('row')
  if (!first || !second) throw new Error('two tasks expected')
  expect(plain(first)).toMatch(/1 \(1 б\.\), базовый.*умение 1.*60.*70,0 %.*60,0–80,0 %.*4.*достаточно/)
  expect(plain(second)).toMatch(/ниже порога/)
  expect(screen.getByText(/ниже порога 1/)).toBeInTheDocument()
  expect(plain(document.body)).toMatch(/60 участников, 3 школы\. Ещё 1 школа без баллов за задания/)
  expect(screen.getByRole('link', { name: 'Итоговая работа' })).toHaveAttribute(
    'href',
    `/scales/passports/${uuid(9)}`,
  )
  expect(plain(document.body)).toMatch(/для оценки учителя они не используются/)
})

test('groups say which are too small, items say what to look at', async () => {
  serve()
  const address = open('/analysis/tasks?table=groups')
  const groups = within(await table(/группами участников/))
  expect(groups.getAllByRole('columnheader').map(plain)).toEqual([
    'Задание',
    '«2»: 8группа мала для выводов',
    '«3»: 12',
    '«4»: 12',
    '«5»: мало',
  ])
  expect(plain(groups.getAllByRole('row')[1] as Element)).toMatch(/6 из 12 баллов.*мало$/)
  await userEvent.click(screen.getByRole('button', { name: 'Анализ заданий' }))
  expect(address()).toMatchObject({ table: 'items' })
  const items = within(await table(/^Анализ заданий/))
  expect(plain(items.getAllByRole('row')[1] as Element)).toMatch(/0,12.*от −0,10 до 0,36.*слабо связан/)
})

test('the map of schools is a grid with one stop of Tab, arrows move, a hidden school says «мало»', async () => {
  serve()
  const address = open('/analysis/tasks')
  const grid = await screen.findByRole('grid')
  const rows = within(grid).getAllByRole('row')
  expect(
    rows
      .map(plain)
      .slice(1)
      .map((words) => words.slice(0, 14)),
  ).toEqual(['ГБОУ СОШ № 130', 'ГБОУ СОШ № 2ма', 'ГБОУ СОШ № 3ма', 'Все показанные'])
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  const [first] = within(grid)
    .getAllByRole('cell')
    .filter((cell) => cell.tabIndex === 0)
  first?.focus()
  await userEvent.keyboard('{ArrowRight}{ArrowDown}')
  expect(document.activeElement).toHaveTextContent(/^4\sиз\s8$/)
  await userEvent.keyboard('{ArrowDown}')
  expect(document.activeElement).toHaveTextContent('мало')
  expect(plain(rows[1] as Element)).toMatch(/40,0 %, ниже порога$/)
  await userEvent.click(screen.getByRole('button', { name: 'Показать таблицей' }))
  expect(address()).toMatchObject({ as: 'table' })
  expect(plain(rows[1] as Element)).toMatch(/40,0 %30,0–50,0 %, n = 30/)
})

test('the filter of schools stands in the address and in every question', async () => {
  serve()
  const address = open('/analysis/tasks?page=2')
  await userEvent.selectOptions(await screen.findByLabelText('Чьи результаты'), `school:${SCHOOL}`)
  expect(address()).toEqual({ school: SCHOOL })
  await waitFor(() => expect(asked.at(-1)?.searchParams.get('school_id')).toBe(SCHOOL))
  await userEvent.selectOptions(screen.getByLabelText('Работа'), ENTRY)
  expect(address()).toEqual({ work: ENTRY })
  await waitFor(() => expect(asked.at(-1)?.searchParams.get('work_id')).toBe(ENTRY))
  expect(asked.at(-1)?.searchParams.has('school_id')).toBe(false)
})

test('700 schools stand on pages of 50', async () => {
  const many = Array.from({ length: 120 }, (_, place) => ({ ...HEAT.rows[0], school_id: uuid(1000 + place) }))
  serve({ '/task-analysis/heat-map': { ...HEAT, rows: many } })
  const address = open('/analysis/tasks?page=3')
  const grid = await screen.findByRole('grid')
  expect(within(grid).getAllByRole('row')).toHaveLength(1 + 20 + 1)
  await userEvent.click(screen.getByRole('button', { name: 'Назад' }))
  expect(address()).toEqual({ page: 2 })
})

test('a workbook is asked for the very table that is shown', async () => {
  serve()
  open(`/analysis/tasks?table=items&school=${SCHOOL}`)
  await userEvent.click(
    await screen.findByRole('button', { name: 'Скачать XLSX: показанная таблица заданий' }),
  )
  await waitFor(() => expect(asked.at(-1)?.pathname).toMatch(/export$/))
  expect(Object.fromEntries(asked.at(-1)?.searchParams ?? [])).toEqual({
    work_id: EXIT,
    school_id: SCHOOL,
    table: 'items',
  })
})

test('scores are drawn with the boundaries of marks and stand in a table too', async () => {
  serve()
  const address = open('/analysis/scores')
  const picture = await screen.findByRole('img')
  expect(picture).toHaveAccessibleName(/60.участников, средний балл 2,08 из 4.*«3» с 1, «4» с 3, «5» с 4/)
  expect(picture.querySelectorAll('rect')).toHaveLength(5)
  await userEvent.click(screen.getByRole('button', { name: 'Показать таблицей' }))
  expect(address()).toEqual({ as: 'table' })
  const rows = within(await table(/первичных баллов/)).getAllByRole('row')
  expect(rows.slice(1).map(plain)).toEqual([
    '025 из 60',
    '1310 из 60',
    '2325 из 60',
    '3415 из 60',
    '455 из 60',
  ])
})

test('no common scale: no boundary is drawn, the words say why', async () => {
  const words = 'У школ действуют разные шкалы: общих границ отметок у распределения нет.'
  const none = {
    kind: 'several',
    words,
    min_3: null,
    min_4: null,
    min_5: null,
    scale_id: null,
    source: null,
    confidence: null,
  }
  serve({ '/task-analysis/scores': { ...SCORES, boundaries: none } })
  open('/analysis/scores')
  expect(await screen.findByText(/разные шкалы/)).toBeInTheDocument()
  expect(screen.queryByText(/«3» с/)).toBeNull()
})

test('entry and exit: the change has an interval and a word, what was not compared says why', async () => {
  serve()
  open('/analysis/entry-exit')
  const [, row] = within(await table(/Вход и итог/)).getAllByRole('row')
  expect(plain(row as Element)).toMatch(/проценты.*34,5 %.*66,7 %.*\+32,2 п\. п\., от \+14,3 до \+47,1лучше/)
  expect(plain(document.body)).toMatch(/Обе работы: 2 школы\. Только одну: 1 школа, они не учтены/)
  expect(screen.getByText(/Входная, задание 5: в.паспорте не.указано умение/)).toBeInTheDocument()
  expect(Object.fromEntries(asked.at(-1)?.searchParams ?? [])).toEqual({
    work_id: EXIT,
    entry_work_id: ENTRY,
  })
})

test('works without a common task are refused with the reason and the way on', async () => {
  const refusal = {
    type: 'https://marshrut/problems/not-comparable',
    title: 'Действие сейчас невозможно',
    detail: 'По паспортам у работ нет ни одного общего задания.',
  }
  serve({
    '/task-analysis/entry-exit': HttpResponse.json(refusal, {
      status: 409,
      headers: { 'Content-Type': 'application/problem+json' },
    }),
  })
  open('/analysis/entry-exit')
  expect(await screen.findByRole('heading', { name: 'Сравнивать нельзя' })).toBeInTheDocument()
  expect(screen.getByText(/нет ни одного общего задания/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Паспорта работ' })).toHaveAttribute('href', '/scales/passports')
})

test('the methodical page says what is weak, what tells groups apart, and prints', async () => {
  serve()
  const print = vi.spyOn(window, 'print').mockImplementation(() => {})
  open('/analysis/methodical')
  const weakest = await screen.findByRole('region', { name: 'Самые слабые задания' })
  expect(weakest).toHaveTextContent(
    /Задание\s2 «умение 2», базовый уровень: 40,0\s% \(30,0–50,0\s%, 60\sучастников\), недостаточно\./,
  )
  expect(screen.getByText(/«3» и.«4»: задание 2/)).toHaveTextContent(
    /разница \+50\sп\.\sп\., от\s28,4 до\s66/,
  )
  expect(screen.getAllByText(/слабо связан/).length).toBeGreaterThan(0)
  expect(screen.getByRole('grid')).toBeInTheDocument()
  expect(screen.getByRole('img')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Печать' }))
  expect(print).toHaveBeenCalled()
})

test('fewer than five pupils of another school: one sentence, nothing to download', async () => {
  const suppressed = { ...ANALYSIS.scope, participants: null, suppressed: true }
  const sentence = 'Участников меньше пяти: итоги показаны только самой школе.'
  serve({ '/task-analysis': { ...ANALYSIS, scope: suppressed, tasks: [], weakest: [], gaps: [], sentence } })
  open('/analysis/tasks')
  expect(await screen.findByText(/меньше пяти/)).toBeInTheDocument()
  expect(screen.queryByRole('table')).toBeNull()
  expect(screen.queryByRole('button', { name: /Скачать/ })).toBeNull()
})

test('nothing loaded yet says what will bring it', async () => {
  serve({ '/task-analysis/works': { items: [] } })
  open('/analysis/entry-exit')
  expect(await screen.findByText(/входной и итоговой диагностических работ/)).toBeInTheDocument()
})

test.each(['/analysis/tasks', '/analysis/scores', '/analysis/entry-exit', '/analysis/methodical'])(
  '%s has no breach of WCAG',
  async (address) => {
    serve()
    open(address)
    await screen.findByRole('button', { name: 'Печать' })
    // Colours need a layout, which jsdom has not.
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
    const { violations } = await axe.run(document.body, { rules })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  },
)

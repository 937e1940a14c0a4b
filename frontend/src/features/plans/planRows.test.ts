import { expect, test } from 'vitest'
import type { MatrixOut, SectionOut } from '@/api/generated/types.gen'
import { countRows, rowsAbout, shownSections } from './planRows'
import { accepted, aRow, aWindow, late, running } from './rowForTests'

const TODAY = '2021-03-17'
const question = { text: 'Каким документом подтверждается?', short_text: 'нет документа' }

const first: SectionOut = {
  code: '6',
  title: 'Диагностика эффективности программ',
  activities: [
    aRow({ id: 'a', windows: [accepted('2021-02-28')], parties: [] }),
    aRow({ id: 'b', windows: [running('2021-06-30')], questions: [question], parties: [] }),
  ],
}
const project: SectionOut = {
  code: '500+',
  title: 'План мероприятий проекта 500+',
  activities: [
    aRow({ id: 'c', windows: [late('2021-03-10', 7)], title: 'Посещение, приёмка' }),
    aRow({ id: 'd' }),
    aRow({ id: 'e', windows: [running('2021-04-30')], expected_result: 'Справки подготовлены' }),
  ],
}
const sections = [first, project]
const idsOf = (search: Parameters<typeof shownSections>[1], aboutSchool?: ReadonlySet<string>) =>
  shownSections(sections, search, { on: TODAY, aboutSchool }).flatMap(({ rows }) => rows.map(({ id }) => id))

test('without filters every row is shown in the order of the act', () => {
  expect(idsOf({})).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test.each([
  ['late', ['c']],
  ['week', ['d']],
  ['run', ['b', 'e']],
  ['ask', ['b']],
  ['ok', ['a']],
  ['idle', []],
] as const)('the chip %s shows its rows', (status, ids) => {
  expect(idsOf({ status })).toEqual(ids)
})

test('filters narrow together, and a section without rows is left out', () => {
  expect(idsOf({ status: 'run', who: 'curator' })).toEqual(['e'])
  expect(shownSections(sections, { status: 'late' }, { on: TODAY })).toHaveLength(1)
})

test('a section is found by its code, a number or not', () => {
  expect(idsOf({ section: 6 })).toEqual(['a', 'b'])
  expect(idsOf({ section: '500+' })).toEqual(['c', 'd', 'e'])
  expect(idsOf({ section: 9 })).toEqual([])
})

test.each([
  ['посещение приемка', ['c']],
  ['справки', ['e']],
  ['нет таких слов', []],
])('the words «%s» are looked for in the title and in what the act expects', (q, ids) => {
  expect(idsOf({ q })).toEqual(ids)
})

test.each([
  [{ from: '2021-03-01', to: '2021-03-31' }, ['c', 'd']],
  [{ from: '2021-04-30' }, ['b', 'e']],
  [{ to: '2021-02-28' }, ['a']],
  [{ from: '2021-03-20', to: '2021-03-20' }, ['d']],
])('the period %j shows the rows whose windows touch it', (search, ids) => {
  expect(idsOf(search)).toEqual(ids)
})

test('a moved deadline is found by its old day and by its new one', () => {
  const moved = aRow({ id: 'm', windows: [aWindow({ rescheduled_to: '2021-05-14' })] })
  const find = (from: string, to: string) =>
    shownSections([{ ...project, activities: [moved] }], { from, to }, { on: TODAY }).length
  expect([
    find('2021-03-20', '2021-03-20'),
    find('2021-05-14', '2021-05-31'),
    find('2021-06-01', '2021-06-30'),
  ]).toEqual([1, 1, 0])
})

test('a school shows the rows that the matrix has for it', () => {
  const matrix = {
    columns: [{ activity_id: 'a' }, { activity_id: 'c' }, { activity_id: 'd' }],
    rows: [
      { school_id: 's', cells: [0, -1, 2] },
      { school_id: 't', cells: [-1, -1, -1] },
    ],
  } as unknown as MatrixOut
  expect(idsOf({ school: 's' }, rowsAbout(matrix, 's'))).toEqual(['a', 'd'])
  expect(idsOf({ school: 't' }, rowsAbout(matrix, 't'))).toEqual([])
  expect(idsOf({ school: 'x' }, rowsAbout(matrix, 'x'))).toEqual([])
})

test('a chip counts what it would show under the other filters, whichever chip is chosen', () => {
  const count = (search: Parameters<typeof countRows>[1]) => countRows(sections, search, { on: TODAY })
  expect(count({ status: 'ask' })).toEqual({ all: 5, late: 1, week: 1, run: 2, ask: 1, ok: 1, idle: 0 })
  expect(count({ section: '500+' })).toEqual({ all: 3, late: 1, week: 1, run: 1, ask: 0, ok: 0, idle: 0 })
})

import { expect, test } from 'vitest'
import type { MatrixOut, SectionOut } from '@/api/generated/types.gen'
import { partiesOf } from './parties'
import { accepted, aFigure, aParty, aRow, aWindow, late, running } from './rowForTests'
import { groupsToShow, idsOf, sectionMeta, sectionTitle, sorted } from './rowGroups'

const TODAY = '2021-03-17'
const question = { text: 'Каким документом подтверждается?', short_text: 'нет документа' }
const office = aParty({ kind: 'organisation', code: 'cu', words: 'ЦУ' })

const first: SectionOut = {
  code: '6',
  title: 'Диагностика эффективности программ',
  activities: [
    aRow({ id: 'a', windows: [accepted('2021-02-28')], parties: [office] }),
    aRow({ id: 'b', windows: [running('2021-06-30')], questions: [question], parties: [] }),
  ],
}
const project: SectionOut = {
  code: '500+',
  title: 'План мероприятий проекта 500+',
  activities: [
    aRow({ id: 'c', windows: [late('2021-03-10', 7)], figure: aFigure({ met: 2, total: 3 }) }),
    aRow({ id: 'd', figure: aFigure({ met: 0, total: 3 }) }),
    aRow({ id: 'e', windows: [running('2021-04-30')] }),
  ],
}
const rows = [...first.activities, ...project.activities]
const shown = [first, project].map((section) => ({ section, rows: section.activities }))
const matrix = {
  columns: [{ activity_id: 'a' }, { activity_id: 'c' }],
  rows: [
    { school_id: 's9', school_name: 'СОШ № 9', cells: [0, 0] },
    { school_id: 's1', school_name: 'СОШ № 1', cells: [-1, 0] },
    { school_id: 's2', school_name: 'СОШ № 2', cells: [-1, -1] },
  ],
} as unknown as MatrixOut
const everything = { shown, parties: partiesOf(rows), matrix, on: TODAY }
const groups = (search: Parameters<typeof groupsToShow>[0]) =>
  groupsToShow(search, everything).map((group) => [group.title, ...group.rows.map(({ id }) => id)])

test('the rows stand by section as in the act, in another order they are one list', () => {
  expect(groups({})).toEqual([
    ['6. Диагностика эффективности программ', 'a', 'b'],
    ['План мероприятий проекта 500+', 'c', 'd', 'e'],
  ])
  expect(groups({ sort: 'due' })).toEqual([['Все разделы, по сроку', 'c', 'd', 'e', 'b', 'a']])
})

test.each([
  ['urgency', ['c', 'd', 'b', 'e', 'a']],
  ['figure', ['d', 'c', 'a', 'b', 'e']],
  ['due', ['c', 'd', 'e', 'b', 'a']],
  [undefined, ['a', 'b', 'c', 'd', 'e']],
] as const)('the order «%s»', (sort, ids) => {
  expect(sorted(rows, sort).map(({ id }) => id)).toEqual(ids)
})

test('a moved deadline counts for the order, the old one does not', () => {
  const moved = aRow({ id: 'm', windows: [aWindow({ ends_on: '2021-03-01', rescheduled_to: '2021-12-01' })] })
  expect(sorted([moved, ...rows], 'due').map(({ id }) => id)).toEqual(['c', 'd', 'e', 'b', 'm', 'a'])
})

test('by responsible a row stands with each who takes part, a workbook has it once', () => {
  const view = { view: 'timeline', group: 'who' } as const
  expect(groups(view)).toEqual([
    ['ЦУ', 'a', 'c', 'd', 'e'],
    ['кураторы', 'c', 'd', 'e'],
  ])
  expect(idsOf(groupsToShow(view, everything))).toEqual(['a', 'c', 'd', 'e'])
})

test('by school the schools stand by alphabet, without those no row is about', () => {
  expect(groups({ view: 'timeline', group: 'school' })).toEqual([
    ['СОШ № 1', 'c'],
    ['СОШ № 9', 'a', 'c'],
  ])
})

test('the table has no other groups than sections', () => {
  expect(groups({ group: 'school' })).toEqual(groups({}))
})

test('a section tells what burns; the ordinary course only where nothing does', () => {
  const meta = (section: SectionOut) => sectionMeta({ section, rows: section.activities }, TODAY)
  expect(meta(project)).toBe('3\u00a0строки · просрочена 1, до пятницы 1')
  expect(meta(first)).toBe('2\u00a0строки · в работе 1, 1\u00a0вопрос автору')
  const done = { ...first, activities: [aRow({ windows: [accepted('2021-02-28')] })] }
  expect(meta(done)).toBe('1\u00a0строка · сделано всё, что наступило')
})

test('a section whose time has not come claims nothing', () => {
  const ahead = aWindow({ ends_on: '2021-10-31', starts_on: '2021-09-01', weekend: null })
  const idle = { ...ahead, status: { kind: 'idle', text: 'Ещё не срок', days: 168 } }
  const section = { ...first, activities: [aRow({ windows: [idle] })] }
  expect(sectionMeta({ section, rows: section.activities }, TODAY)).toBe('1\u00a0строка')
})

test('a narrowed section says how much of it is shown', () => {
  expect(sectionMeta({ section: project, rows: project.activities.slice(1) }, TODAY)).toBe(
    'показано 2 из 3\u00a0строк',
  )
})

test('a number is part of the title, another code is not', () => {
  expect(sectionTitle(first)).toBe('6. Диагностика эффективности программ')
  expect(sectionTitle(project)).toBe('План мероприятий проекта 500+')
})

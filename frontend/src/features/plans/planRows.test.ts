import { expect, test } from 'vitest'
import type { SectionOut } from '@/api/generated/types.gen'
import { countRows, sectionMeta, sectionTitle, shownSections } from './planRows'
import { accepted, aRow, aWindow, late, running } from './rowForTests'

const TODAY = '2021-03-17'
const question = { text: 'Каким документом подтверждается?', short_text: 'нет документа' }

const first: SectionOut = {
  code: '6',
  title: 'Диагностика эффективности программ',
  activities: [
    aRow({ id: 'a', windows: [accepted('2021-02-28')], responsible_source: 'ЦУ, РЦ' }),
    aRow({ id: 'b', windows: [running('2021-06-30')], questions: [question], responsible_source: 'РЦ' }),
  ],
}
const project: SectionOut = {
  code: '500+',
  title: 'План мероприятий проекта 500+',
  activities: [
    aRow({ id: 'c', windows: [late('2021-03-10', 7)] }),
    aRow({ id: 'd' }),
    aRow({ id: 'e', windows: [running('2021-04-30')] }),
  ],
}
const sections = [first, project]
const idsOf = (search: Parameters<typeof shownSections>[1]) =>
  shownSections(sections, search, TODAY).flatMap(({ rows }) => rows.map(({ id }) => id))

test('without filters every row is shown in the order of the act', () => {
  expect(idsOf({})).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test.each([
  ['late', ['c']],
  ['week', ['d']],
  ['run', ['b', 'e']],
  ['ask', ['b']],
] as const)('the chip %s shows its rows', (status, ids) => {
  expect(idsOf({ status })).toEqual(ids)
})

test('filters narrow together, and a section without rows is left out', () => {
  expect(idsOf({ status: 'run', who: 'curator' })).toEqual(['e'])
  expect(shownSections(sections, { status: 'late' }, TODAY)).toHaveLength(1)
})

test('a section is found by its code, a number or not', () => {
  expect(idsOf({ section: 6 })).toEqual(['a', 'b'])
  expect(idsOf({ section: '500+' })).toEqual(['c', 'd', 'e'])
  expect(idsOf({ section: 9 })).toEqual([])
})

test('a chip counts what it would show under the other filters, whichever chip is chosen', () => {
  expect(countRows(sections, { status: 'ask' }, TODAY)).toEqual({ all: 5, late: 1, week: 1, run: 2, ask: 1 })
  expect(countRows(sections, { section: '500+' }, TODAY)).toEqual({
    all: 3,
    late: 1,
    week: 1,
    run: 1,
    ask: 0,
  })
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

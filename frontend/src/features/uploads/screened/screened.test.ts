import { expect, test } from 'vitest'
import type { OutcomesOut } from '@/api/generated/types.gen'
import { readingWith, schoolWith } from '../uploadForTests'
import { whatText } from './Differences'
import { shownText } from './Issues'
import { participantsText, protocolsText } from './Outcomes'
import { mappingOf, unknownNames } from './unknownNames'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const OUTCOMES: OutcomesOut = {
  protocols_new: 0,
  protocols_changed: 1,
  protocols_identical: 0,
  rows_new: 12,
  rows_changed: 3,
  rows_missing: 1,
  rows_unchanged: 240,
  rows_stored: 244,
  changed_share_pct: 1.6,
}

test('what would change, in numbers', () => {
  expect(plain(participantsText(OUTCOMES, false))).toBe(
    'новых 12, изменится 3, исчезнет 1, без изменений 240',
  )
  expect(plain(protocolsText(OUTCOMES, false))).toBe('сменят версию 1')
  expect(protocolsText({ ...OUTCOMES, protocols_changed: 0 }, false)).toBe('ничего')
  expect(whatText({ kind: 'changed', field_title: 'Отметка' }, false)).toBe('Отметка')
  expect(plain(participantsText(OUTCOMES, true))).toContain('изменено 3, исчезло 1')
  expect(whatText({ kind: 'missing', field_title: null }, false)).toContain('исчезнет')
  expect(whatText({ kind: 'missing', field_title: null }, true)).toContain('исчез:')
})

test('how many places are shown: of those kept, of those of one rule, of all', () => {
  const group = { code: 'a', count: 40 } as Parameters<typeof shownText>[1]['groups'][number]
  const page = { groups: [group], kept: 1000, total: 5000, next_cursor: null }
  expect(plain(shownText(100, page, ''))).toBe('Показано 100 из 1 000; всего в файле 5 000 мест')
  expect(plain(shownText(30, page, 'a'))).toBe('Показано 30 из 40')
})

test('unknown schools and subjects are gathered once, an unnamed school is no name', () => {
  const names = unknownNames(
    readingWith({
      schools: [
        schoolWith({}),
        schoolWith({ key: 'login:63901099', school_id: null, title: null, rows: 5 }),
        schoolWith({ key: 'name:Школа: первая', school_id: null, title: 'Школа: первая', rows: 2 }),
        schoolWith({ key: 'sender:', school_id: null }),
      ],
      works: readingWith({}).works.flatMap((work) => [
        { ...work, subject: 'Матем-ка', subject_id: null, rows: 3 },
        { ...work, subject: 'Матем-ка', subject_id: null, rows: 4 },
      ]),
    }),
  )
  expect(names.map(({ title, what, rows }) => [title, what, rows])).toEqual([
    ['63901099', 'логин ФИС ОКО', 5],
    ['Школа: первая', 'название школы', 2],
    ['Матем-ка', 'предмет', 7],
  ])
  expect(mappingOf(names, { 'school login:63901099': { id: 'x' }, 'subject Матем-ка': { id: 'y' } })).toEqual(
    {
      schools: { 'login:63901099': 'x' },
      subjects: { 'Матем-ка': 'y' },
    },
  )
})

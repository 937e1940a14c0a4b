import { expect, test } from 'vitest'
import { conditionsInWords, conditionsOf } from './conditions'
import { aRow } from './rowForTests'

const names = {
  sections: [{ code: '500+', title: 'План мероприятий проекта 500+', activities: [aRow()] }],
  parties: [{ key: 'cu', kind: 'organisation', text: 'Центральное управление', short: 'ЦУ' }],
  schoolName: 'ГБОУ СОШ с. Васильевка',
}

test('every filter of the address is told, in the order of the filters', () => {
  const search = {
    status: 'late' as const,
    section: '500+',
    who: 'cu',
    school: 's',
    q: 'справка',
    from: '2021-03-01',
    to: '2021-03-31',
    sort: 'due' as const,
  }
  expect(conditionsInWords(search, names)).toBe(
    'Просрочено; Раздел 500+; Ответственный: Центральное управление; Школа: ГБОУ СОШ с. Васильевка; ' +
      'Слова: справка; Срок с 01.03.2021 по 31.03.2021; порядок: по сроку',
  )
})

test('a period with one end is one condition and is dropped whole', () => {
  expect(conditionsOf({ to: '2021-03-31' }, names)).toEqual([
    { words: 'Срок по 31.03.2021', drop: { from: undefined, to: undefined } },
  ])
})

test('what the plan does not have says so', () => {
  const search = { section: 9, who: 'minister', school: 's' }
  expect(conditionsOf(search, { ...names, schoolName: undefined }).map(({ words }) => words)).toEqual([
    'Раздел 9, которого в плане нет',
    'Ответственный, которого в плане нет',
    'Школа, которой среди ваших нет',
  ])
})

test('a view without filters has no words; how it looks is no condition', () => {
  expect(conditionsInWords({ view: 'timeline', rows: 'roomy', row: 'r', paper: 'a3' }, names)).toBe('')
})

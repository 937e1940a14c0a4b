import { expect, test } from 'vitest'
import { aReading } from '../draftForTests'
import { changeOf, partiesByPart, recurrenceWords, termWords, windowDays } from './reading'

const month = (ends_on: string, label: string, weekend: string | null = null) => ({
  starts_on: `${ends_on.slice(0, 8)}01`,
  ends_on,
  label,
  weekend,
  is_derived: false,
})

test('a deadline on a day off is shown as such and stays where it is', () => {
  expect(termWords(aReading('1.1'))).toBe('до 20.03.2021, суббота, выходной')
})

test('the last day of a month is a day of the week, not worth a word', () => {
  expect(termWords({ windows: [month('2021-10-31', 'Октябрь 2021', 'воскресенье, выходной')] })).toBe(
    'октябрь 2021',
  )
})

test('a single day is not told as a range, and dates of ours say so', () => {
  const day = { ...month('2021-02-15', '15.02.2021 – 15.02.2021'), starts_on: '2021-02-15', is_derived: true }
  expect(termWords({ windows: [day] })).toBe('15.02.2021, по периоду плана')
})

test('dozens of windows are told by their number', () => {
  const windows = ['2021-01-31', '2021-02-28', '2021-03-31', '2021-04-30'].map((day) => month(day, 'Месяц'))
  expect(termWords({ windows }).replaceAll('\u00a0', ' ')).toBe('4 срока: с 01.01.2021 по 30.04.2021')
  expect(termWords({ windows: [] })).toBe('срок датами не прочитан')
})

test('in the details each day has its day of the week', () => {
  expect(windowDays({ starts_on: '2021-03-02', ends_on: '2021-03-10', weekend: null })).toBe(
    'с 02.03.2021, вторник, по 10.03.2021, среда',
  )
})

test('like words are said once, unknown ones are not hidden', () => {
  expect(recurrenceWords({ term_kind: 'standing', recurrence: 'continuous' })).toBe('постоянно')
  expect(recurrenceWords({ term_kind: 'lunar', recurrence: 'once' })).toBe('lunar, один раз')
})

test('those who take part stand by their part, the responsible first', () => {
  const party = (part: string, words: string) => ({ part, kind: 'organisation', code: null, words })
  const parties = [party('co_executor', 'РЦ'), party('responsible', 'ЦУ'), party('co_executor', 'кураторы')]
  expect(partiesByPart(parties).map(({ title, words }) => [title, ...words])).toEqual([
    ['Ответственные', 'ЦУ'],
    ['Соисполнители', 'РЦ', 'кураторы'],
  ])
})

test('a row the server has not seen is new', () => {
  expect(changeOf(undefined, { lineage_id: null }).text).toBe('новая')
  expect(changeOf(aReading('1.1', { change: 'changed' }), { lineage_id: 'x' }).text).toBe('изменена')
})

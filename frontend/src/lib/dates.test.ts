import { expect, test } from 'vitest'
import {
  addDays,
  dateOfInstant,
  daysBetween,
  formatDate,
  formatDateLong,
  formatDateShort,
  formatDateWithWeekday,
  formatInstant,
  formatWeekdayShort,
  isWeekend,
} from './dates'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('a date is written as in official papers', () => {
  expect(formatDate('2021-03-17')).toBe('17.03.2021')
  expect(plain(formatDateLong('2021-03-17'))).toBe('17 марта 2021 г.')
  expect(plain(formatDateWithWeekday('2021-03-17'))).toBe('среда, 17 марта 2021 г.')
})

test('the parts of a long date do not part at the end of a line', () => {
  expect(formatDateLong('2021-03-17')).toBe('17\u00a0марта 2021\u00a0г.')
})

test('the year is dropped only within the same year', () => {
  expect(formatDateShort('2021-03-16', '2021-03-17')).toBe('16.03')
  expect(formatDateShort('2020-12-24', '2021-03-17')).toBe('24.12.2020')
})

test('an instant is shown in Samara time, not in the zone of the browser', () => {
  expect(formatInstant('2021-03-17T05:40:00Z')).toBe('17.03.2021, 09:40')
  expect(dateOfInstant('2021-03-17T21:00:00Z')).toBe('2021-03-18')
})

test('an instant without an offset is refused', () => {
  expect(() => formatInstant('2021-03-17T05:40:00')).toThrow(RangeError)
})

test('a text that is not a date is refused', () => {
  expect(() => formatDate('17.03.2021')).toThrow(RangeError)
})

test('days are counted across months and back', () => {
  expect(daysBetween('2021-03-10', '2021-03-17')).toBe(7)
  expect(daysBetween('2021-03-17', '2021-03-10')).toBe(-7)
  expect(addDays('2021-02-28', 1)).toBe('2021-03-01')
  expect(addDays('2021-03-01', -1)).toBe('2021-02-28')
})

test('Saturday 20.03.2021 is a day off', () => {
  expect(isWeekend('2021-03-20')).toBe(true)
  expect(isWeekend('2021-03-19')).toBe(false)
  expect(formatWeekdayShort('2021-03-20')).toBe('сб')
})

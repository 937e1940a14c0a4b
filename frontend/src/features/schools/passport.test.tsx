import { expect, test } from 'vitest'
import { agoText } from './passport'
import { markOf } from './words'

test('how long ago the visit was', () => {
  expect(agoText('2021-03-17', '2021-03-17')).toBe('сегодня')
  expect(agoText('2021-03-16', '2021-03-17')).toBe('вчера')
  expect(agoText('2021-03-05', '2021-03-17').replaceAll('\u00a0', ' ')).toBe('12 дней назад')
  expect(agoText('2021-02-24', '2021-03-17').replaceAll('\u00a0', ' ')).toBe('21 день назад')
})

test('the mark of a school is said in words, no mark is nothing', () => {
  expect(markOf({ low_results: 'low_results', zone: 'red' })).toBe('ОО с НОР, красная зона')
  expect(markOf({ low_results: null, zone: 'green' })).toBe('зелёная зона')
  expect(markOf({ low_results: 'at_risk', zone: null })).toBe('группа риска')
  expect(markOf({ low_results: 'none', zone: null })).toBeNull()
})

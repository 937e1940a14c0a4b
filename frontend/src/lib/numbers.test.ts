import { expect, test } from 'vitest'
import { formatFileSize, formatNumber, formatPercent, formatPercentRange, formatSigned } from './numbers'
import { counted, plural } from './plural'
import { ratioText, ratioWithPercent } from './ratio'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('decimal comma and no-break thousands', () => {
  expect(formatNumber(1234.56)).toBe('1\u00a0234,6')
  expect(formatNumber(1_234_567, { digits: 0 })).toBe('1\u00a0234\u00a0567')
  expect(formatNumber('8.60', { digits: 2 })).toBe('8,6')
  expect(formatNumber('8.6', { digits: 2, fixed: true })).toBe('8,60')
})

test('a true minus, and never a minus before zero', () => {
  expect(formatNumber(-4)).toBe('−4')
  expect(formatNumber(-0.01)).toBe('0')
  expect(formatSigned(-23)).toBe('−23')
  expect(formatSigned(21)).toBe('+21')
  expect(formatSigned(0.2)).toBe('0')
})

test('unknown is a dash and zero is zero', () => {
  expect(formatNumber(null)).toBe('—')
  expect(formatNumber('')).toBe('—')
  expect(formatNumber(Number.NaN)).toBe('—')
  expect(formatNumber(0)).toBe('0')
  expect(formatPercent(undefined)).toBe('—')
})

test('percents and their ranges', () => {
  expect(formatPercent(0.374)).toBe('37\u00a0%')
  expect(formatPercentRange(0.137, 0.694)).toBe('14–69\u00a0%')
  expect(formatPercentRange(null, 0.5)).toBe('—')
})

test('sizes of files', () => {
  expect(plain(formatFileSize(500))).toBe('500 Б')
  expect(plain(formatFileSize(38 * 1024))).toBe('38 КБ')
  expect(plain(formatFileSize(27.4 * 1024 * 1024))).toBe('27,4 МБ')
})

const SCHOOLS = ['школа', 'школы', 'школ'] as const

test.each([
  [0, 'школ'],
  [1, 'школа'],
  [2, 'школы'],
  [5, 'школ'],
  [11, 'школ'],
  [21, 'школа'],
  [1.5, 'школы'],
])('%s agrees with «%s»', (count, form) => {
  expect(plural(count, SCHOOLS)).toBe(form)
})

test('the number stays on the line of its word', () => {
  expect(counted(5, SCHOOLS)).toBe('5\u00a0школ')
  expect(plain(counted(1.5, SCHOOLS))).toBe('1,5 школы')
})

test('a percent appears only from n = 20', () => {
  expect(plain(ratioText(2, 3))).toBe('2 из 3')
  expect(plain(ratioWithPercent(9, 19))).toBe('9 из 19')
  expect(plain(ratioWithPercent(15, 20))).toBe('15 из 20, 75 %')
})

import { expect, test } from 'vitest'
import { intervalText, shareText, weightOfOne } from './shares'

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null

const share = (count: number, n: number, pct: number | null, low: number | null, high: number | null) => ({
  kind: n ? 'measured' : 'zero_pupils',
  count,
  n,
  pct,
  ci_low_pct: low,
  ci_high_pct: high,
})

test('a percent appears only from twenty participants', () => {
  expect(plain(shareText(share(3, 8, 37.5, 13.7, 69.4)))).toBe('3 из 8')
  expect(plain(shareText(share(7, 19, 36.8, 19.1, 59)))).toBe('7 из 19')
  expect(plain(shareText(share(15, 40, 37.5, 24.2, 53)))).toBe('15 из 40, 37,5 %')
  expect(plain(shareText(share(0, 20, 0, 0, 16.1)))).toBe('0 из 20, 0 %')
})

test('nobody wrote is not the same as nobody failed', () => {
  expect(shareText(share(0, 0, null, null, null))).toBe('—')
  expect(plain(shareText(share(0, 8, 0, 0, 32.4)))).toBe('0 из 8')
  expect(intervalText(share(0, 0, null, null, null))).toBe('—')
})

test('the interval is said in whole percents', () => {
  expect(plain(intervalText(share(3, 8, 37.5, 13.7, 69.4)))).toBe('14–69 %')
})

test('one child weighs the more the fewer there are', () => {
  expect(plain(weightOfOne([8]))).toBe('При 8 участниках один ребёнок меняет долю на 12–13 п. п.')
  expect(plain(weightOfOne([8, 7, 8]))).toBe('При 7–8 участниках один ребёнок меняет долю на 13–14 п. п.')
  expect(plain(weightOfOne([10]))).toBe('При 10 участниках один ребёнок меняет долю на 10 п. п.')
  expect(plain(weightOfOne([1]))).toBe('При 1 участнике один ребёнок меняет долю на 100 п. п.')
  expect(plain(weightOfOne([11]))).toBe('При 11 участниках один ребёнок меняет долю на 9–10 п. п.')
})

test('enough children or none: nothing is said about one', () => {
  expect(weightOfOne([20, 45])).toBeNull()
  expect(weightOfOne([0])).toBeNull()
  expect(plain(weightOfOne([45, 8]))).toBe('При 8 участниках один ребёнок меняет долю на 12–13 п. п.')
})

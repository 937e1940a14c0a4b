import { expect, test } from 'vitest'
import type { FactorOut } from '@/api/generated/types.gen'
import { summaryOf } from './words'

const profile = (count: number, agreed: number, differing: number) => ({
  school_id: 's',
  cycle: 1,
  agreed,
  differing,
  factors: Array.from({ length: count }, () => ({}) as FactorOut),
})
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('the summary counts every factor once', () => {
  expect(plain(summaryOf(profile(12, 10, 2)))).toBe('12 факторов: согласны по 10, расходятся по 2')
  expect(plain(summaryOf(profile(12, 12, 0)))).toBe('12 факторов: согласны по 12')
  expect(plain(summaryOf(profile(4, 1, 1)))).toBe(
    '4 фактора: согласны по 1, расходятся по 1, нет данных по 2',
  )
})

import { expect, test } from 'vitest'
import { axisOf, placeOf, spanOf } from './axis'

const year = axisOf('2021-01-01', '2021-12-31')

test('the line covers the whole months of the plan', () => {
  const axis = axisOf('2020-05-21', '2021-12-31')
  expect([axis.first, axis.last, axis.months.length]).toEqual(['2020-05-01', '2021-12-31', 20])
  expect(axis.months.filter((month) => month.year !== null).map(({ key, year }) => [key, year])).toEqual([
    ['2020-05', '2020'],
    ['2021-01', '2021'],
  ])
  expect(axis.months.map(({ label }) => label).slice(0, 3)).toEqual(['май', 'июн', 'июл'])
})

test('months are as wide as they are long and fill the line without gaps', () => {
  const { months } = year
  expect(months.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100)
  for (const [place, month] of months.entries()) {
    expect(month.at).toBeCloseTo(months.slice(0, place).reduce((sum, { width }) => sum + width, 0))
  }
  expect(months[1]?.width).toBeCloseTo((28 / 365) * 100)
})

test('a day stands in the middle of its own width', () => {
  expect(placeOf(year, '2021-01-01')).toBeCloseTo(0.5 / 3.65)
  expect(placeOf(year, '2021-12-31')).toBeCloseTo(100 - 0.5 / 3.65)
  expect(placeOf(year, '2020-12-31')).toBeNull()
  expect(placeOf(year, '2022-01-01')).toBeNull()
})

test('a range goes from its first morning to its last evening', () => {
  expect(spanOf(year, '2021-01-01', '2021-12-31')).toEqual({ at: 0, width: 100 })
  expect(spanOf(year, '2021-03-02', '2021-03-10')?.at).toBeCloseTo((60 / 365) * 100)
  expect(spanOf(year, '2021-03-02', '2021-03-10')?.width).toBeCloseTo((9 / 365) * 100)
})

test('what begins before the line or ends behind it is cut, what is outside is not drawn', () => {
  expect(spanOf(year, '2020-06-01', '2021-01-31')).toEqual({ at: 0, width: (31 / 365) * 100 })
  const cut = spanOf(year, '2021-12-01', '2022-06-30')
  expect((cut?.at ?? 0) + (cut?.width ?? 0)).toBeCloseTo(100)
  expect(spanOf(year, '2020-01-01', '2020-12-31')).toBeNull()
  expect(spanOf(year, '2022-01-01', '2022-12-31')).toBeNull()
})

test('a period whose ends are swapped is still a line', () => {
  expect(axisOf('2021-03-01', '2021-02-01').months.map(({ key }) => key)).toEqual(['2021-03'])
})

import { expect, test } from 'vitest'
import { isDay, readDate } from './readDate'

test.each([
  ['12.02.2021', '2021-02-12'],
  ['12.2.21', '2021-02-12'],
  [' 12/02/2021 ', '2021-02-12'],
  ['12-02-2021', '2021-02-12'],
  ['2021-02-12', '2021-02-12'],
  ['1.9.2021 г.', '2021-09-01'],
  ['29.02.2020', '2020-02-29'],
])('«%s» is read as %s', (typed, date) => {
  expect(readDate(typed)).toBe(date)
})

test.each(['', 'завтра', '30.02.2021', '29.02.2021', '12.13.2021', '12.02', '12.02.202', '0.1.2021'])(
  '«%s» is not a date',
  (typed) => {
    expect(readDate(typed)).toBeNull()
  },
)

test.each([
  ['2021-02-28', true],
  ['2021-02-30', false],
  ['28.02.2021', false],
  [20210228, false],
])('%s of an address is a day: %s', (value, answer) => {
  expect(isDay(value)).toBe(answer)
})

import { expect, test } from 'vitest'
import { accepted, aRow, aWindow, late } from '../rowForTests'
import { axisOf, placeOf, spanOf } from './axis'
import { marksOf, windowWords } from './marks'

const year = axisOf('2021-01-01', '2021-12-31')
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('a range is a bar, a deadline is a diamond, each in the shape of its own status', () => {
  const row = aRow({ windows: [accepted('2021-02-28', '2021-02-01'), late('2021-03-10', 7)] })
  const [bar, diamond, ...others] = marksOf(row, year)
  expect(bar).toMatchObject({ shape: 'bar', kind: 'ok', ...spanOf(year, '2021-02-01', '2021-02-28') })
  expect(diamond).toMatchObject({ shape: 'diamond', kind: 'late', at: placeOf(year, '2021-03-10') })
  expect(others).toEqual([])
})

test('a range of one day is a diamond: a bar would be too thin to see', () => {
  const day = aRow({ windows: [aWindow({ starts_on: '2021-02-14', ends_on: '2021-02-14' })] })
  expect(marksOf(day, year)).toMatchObject([{ shape: 'diamond', at: placeOf(year, '2021-02-14') }])
})

test('a standing row is hatched, and without a first day it goes from the beginning of the line', () => {
  const standing = aRow({
    recurrence: 'continuous',
    windows: [aWindow({ starts_on: null, ends_on: '2021-12-20' })],
  })
  expect(marksOf(standing, year)).toMatchObject([
    { shape: 'bar', isHatched: true, at: 0, ...spanOf(year, '2021-01-01', '2021-12-20') },
  ])
})

test('a moved deadline is hollow where the act has it and solid where it counts', () => {
  const moved = aRow({ windows: [aWindow({ rescheduled_to: '2021-04-02' })] })
  expect(marksOf(moved, year)).toMatchObject([
    { shape: 'diamond', isHollow: false, at: placeOf(year, '2021-04-02') },
    { shape: 'diamond', isHollow: true, at: placeOf(year, '2021-03-20') },
  ])
})

test('a moved range ends on its new day; moved before its start it is one day', () => {
  const range = { starts_on: '2021-03-02', ends_on: '2021-03-10' }
  const bars = (rescheduledTo: string) =>
    marksOf(aRow({ windows: [aWindow({ ...range, rescheduled_to: rescheduledTo })] }), year).filter(
      ({ shape }) => shape === 'bar',
    )
  expect(bars('2021-03-25')).toMatchObject([spanOf(year, '2021-03-02', '2021-03-25')])
  expect(bars('2021-02-20')).toMatchObject([spanOf(year, '2021-02-20', '2021-02-20')])
})

test('what lies outside the line is left out', () => {
  expect(marksOf(aRow({ windows: [aWindow({ ends_on: '2022-01-15' })] }), year)).toEqual([])
})

test('for one school the marks wear its status, or none where it belongs to no single window', () => {
  const kinds = (kind: 'ok' | null) => marksOf({ ...aRow(), kind }, year).map((mark) => mark.kind)
  expect(kinds('ok')).toEqual(['ok'])
  expect(kinds(null)).toEqual([null])
})

test.each([
  [aWindow(), 'до 20.03.2021, суббота, выходной: осталось 3 дня'],
  [
    aWindow({ starts_on: '2021-03-02', ends_on: '2021-03-10', weekend: null }),
    '02.03.2021 – 10.03.2021: осталось 3 дня',
  ],
  [aWindow({ starts_on: '2021-02-14', ends_on: '2021-02-14', weekend: null }), '14.02.2021: осталось 3 дня'],
  [
    aWindow({ rescheduled_to: '2021-03-27' }),
    'до 20.03.2021, суббота, выходной; перенесён с 20.03.2021 на 27.03.2021, суббота: осталось 3 дня',
  ],
  [
    aWindow({
      weekend: null,
      label: 'Апрель 2021',
      status: { kind: 'idle', text: 'Апрель 2021: через 15 дней', days: 15 },
    }),
    'до 20.03.2021: через 15 дней',
  ],
  [
    aWindow({
      weekend: null,
      label: 'Август 2021',
      status: { kind: 'idle', text: 'Август 2021', days: 137 },
    }),
    'до 20.03.2021',
  ],
])('%#: %s', (window, words) => {
  expect(plain(windowWords(window))).toBe(words)
})

import { expect, test } from 'vitest'
import { fridayOf, isDueThisWeek, movedNotes, remindedOn, weekendNote } from './deadlines'
import { accepted, aRow, aWindow } from './rowForTests'

test.each([
  ['2021-03-15', '2021-03-19'],
  ['2021-03-17', '2021-03-19'],
  ['2021-03-19', '2021-03-19'],
  ['2021-03-20', '2021-03-26'],
  ['2021-03-21', '2021-03-26'],
  ['2020-12-31', '2021-01-01'],
])('the work of the week of %s is due on %s', (day, friday) => {
  expect(fridayOf(day)).toBe(friday)
})

test.each([
  ['2021-03-19', '2021-03-19'],
  ['2021-03-20', '2021-03-19'],
  ['2021-03-21', '2021-03-19'],
  ['2021-03-22', '2021-03-22'],
  ['2021-02-14', '2021-02-12'],
])('the deadline %s is reminded on %s', (deadline, reminded) => {
  expect(remindedOn(deadline)).toBe(reminded)
})

test('a deadline on Saturday is work of this week, one on Monday is not', () => {
  expect(isDueThisWeek(aRow(), '2021-03-17')).toBe(true)
  expect(isDueThisWeek(aRow({ windows: [aWindow({ ends_on: '2021-03-22' })] }), '2021-03-17')).toBe(false)
})

test('what is accepted, what is past and what never ends is not work of the week', () => {
  expect(isDueThisWeek(aRow({ windows: [accepted('2021-03-19')] }), '2021-03-17')).toBe(false)
  expect(isDueThisWeek(aRow({ windows: [aWindow({ ends_on: '2021-03-16' })] }), '2021-03-17')).toBe(false)
  expect(isDueThisWeek(aRow({ windows: [aWindow({ state: 'cancelled' })] }), '2021-03-17')).toBe(false)
  expect(isDueThisWeek(aRow({ recurrence: 'continuous' }), '2021-03-17')).toBe(false)
})

test('the day off is told where the act names the date, not where it names a month', () => {
  expect(weekendNote('до 20.03.2021', [aWindow()])).toBe('суббота, выходной')
  const february = aWindow({ ends_on: '2021-02-28', weekend: 'воскресенье, выходной' })
  expect(weekendNote('Февраль 2021', [february])).toBeNull()
})

test('a moved deadline is work of the week of its new day', () => {
  const moved = (rescheduledTo: string) => aRow({ windows: [aWindow({ rescheduled_to: rescheduledTo })] })
  expect(isDueThisWeek(moved('2021-03-27'), '2021-03-17')).toBe(false)
  expect(isDueThisWeek(moved('2021-03-27'), '2021-03-22')).toBe(true)
})

test('what was moved is told with both days, and a day off is named', () => {
  expect(movedNotes([aWindow(), aWindow({ rescheduled_to: '2021-03-27' })])).toEqual([
    'Перенесён с\u00a020.03.2021 на\u00a027.03.2021, суббота',
  ])
})

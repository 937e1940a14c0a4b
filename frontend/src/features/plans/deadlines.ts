/** Dates of the plan against a day: the same rules by which the server sorts «Мои дела». */
import type { ActivityOut, WindowOut } from '@/api/generated/types.gen'
import { addDays, daysBetween } from '@/lib/dates'

/** A Monday: days are counted from it to learn the day of the week. */
const A_MONDAY = '2021-03-15'
const FRIDAY = 4

/** Rows without a deadline of their own: «постоянно», «в течение реализации проекта». */
const OPEN_ENDED: readonly string[] = ['continuous', 'recurring']

/** Monday is 0, Sunday is 6. */
function placeInWeek(date: string): number {
  return (((daysBetween(A_MONDAY, date) % 7) + 7) % 7) as number
}

/** The Friday by which the week's work is due; on a weekend the coming one. */
export function fridayOf(date: string): string {
  return addDays(date, (FRIDAY - placeInWeek(date) + 7) % 7)
}

/** A deadline on a day off is reminded on the Friday before it; the deadline itself is never moved. */
export function remindedOn(deadline: string): string {
  return addDays(deadline, -Math.max(0, placeInWeek(deadline) - FRIDAY))
}

/** True when a window of the row must be closed this week. */
export function isDueThisWeek({ windows, recurrence }: ActivityOut, on: string): boolean {
  if (OPEN_ENDED.includes(recurrence)) return false
  return windows.some(
    ({ accepted_on, ends_on }) =>
      accepted_on === null && ends_on >= on && remindedOn(ends_on) <= fridayOf(on),
  )
}

/** The lines of a term: the text of the act keeps «Март 2021 Апрель 2021» from a cell of two lines. */
export function termLines(termSource: string): string[] {
  return termSource.split(/\n|(?<=\d{4})\s(?=\p{Lu})/u).map((line) => line.trim())
}

/** True when the words of the act give this date: «до 20.03.2021», not «Февраль 2021». */
export function isNamedInTerm(termSource: string, date: string): boolean {
  const [, month, day] = date.split('-')
  return termSource.includes(`${day}.${month}`)
}

/** «суббота, выходной» beside a term that names the date; null where the act names a month. */
export function weekendNote(termSource: string, windows: readonly WindowOut[]): string | null {
  const window = windows.find(
    ({ weekend, ends_on }) => weekend !== null && isNamedInTerm(termSource, ends_on),
  )
  return window?.weekend ?? null
}

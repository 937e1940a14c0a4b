/** Dates of the plan against a day: the same rules by which the server sorts «Мои дела». */
import type { ActivityOut, WindowOut } from '@/api/generated/types.gen'
import { addDays, daysBetween, formatDate, formatWeekday, isWeekend } from '@/lib/dates'

/** A Monday: days are counted from it to learn the day of the week. */
const A_MONDAY = '2021-03-15'
const FRIDAY = 4

/** Rows without a deadline of their own: «постоянно», «в течение реализации проекта». */
const OPEN_ENDED: readonly string[] = ['continuous', 'recurring']
/** Nobody waits for these any more. */
const CLOSED: readonly string[] = ['accepted', 'cancelled']

/** True for a row that runs through the plan without a deadline. */
export function isStanding({ recurrence }: Pick<ActivityOut, 'recurrence'>): boolean {
  return OPEN_ENDED.includes(recurrence)
}

export function isClosed({ state }: Pick<WindowOut, 'state'>): boolean {
  return CLOSED.includes(state)
}

/** The deadline that counts: the one of the act, or the one it was moved to. */
export function dueOf({ ends_on, rescheduled_to }: Pick<WindowOut, 'ends_on' | 'rescheduled_to'>): string {
  return rescheduled_to ?? ends_on
}

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
export function isDueThisWeek(row: ActivityOut, on: string): boolean {
  if (isStanding(row)) return false
  return row.windows.some((window) => {
    const due = dueOf(window)
    return !isClosed(window) && due >= on && remindedOn(due) <= fridayOf(on)
  })
}

/** True when the window has a day in common with the period, by the act or as it was moved; ends may be open. */
export function touches(window: WindowOut, { from, to }: { from?: string; to?: string }): boolean {
  const { starts_on, ends_on, rescheduled_to } = window
  const last = rescheduled_to !== null && rescheduled_to > ends_on ? rescheduled_to : ends_on
  const first = [starts_on, ends_on, rescheduled_to].reduce<string>(
    (earliest, day) => (day !== null && day < earliest ? day : earliest),
    ends_on,
  )
  return (to === undefined || first <= to) && (from === undefined || last >= from)
}

/** «Перенесён с 20.03.2021 на 27.03.2021, суббота» for each moved window of the row. */
export function movedNotes(windows: readonly WindowOut[]): string[] {
  return windows.flatMap(({ ends_on, rescheduled_to }) => {
    if (rescheduled_to === null) return []
    const day = isWeekend(rescheduled_to) ? `, ${formatWeekday(rescheduled_to)}` : ''
    return [`Перенесён с\u00a0${formatDate(ends_on)} на\u00a0${formatDate(rescheduled_to)}${day}`]
  })
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

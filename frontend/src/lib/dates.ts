/**
 * Dates and times on the screen. A *date* is 'YYYY-MM-DD' and belongs to no zone; an *instant* is an ISO
 * string with an offset and is shown in Samara time, wherever the browser stands.
 */

export const TIME_ZONE = 'Europe/Samara'
export const TIME_ZONE_NOTE = 'Самара, UTC+4'

const MS_PER_DAY = 86_400_000
const NBSP = '\u00a0'
const WEEKDAYS = ['вс', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб'] as const
const MONTHS = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'] as const

const wordsOf = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('ru-RU', { ...options, timeZone: 'UTC' })

const long = wordsOf({ day: 'numeric', month: 'long', year: 'numeric' })
const dayAndMonth = wordsOf({ day: 'numeric', month: 'long' })
const weekday = wordsOf({ weekday: 'long' })
// The Swedish locale writes ISO order, which makes the parts safe to cut.
const samara = new Intl.DateTimeFormat('sv-SE', {
  timeZone: TIME_ZONE,
  dateStyle: 'short',
  timeStyle: 'short',
})

/** 'YYYY-MM-DD' → «17.03.2021». */
export function formatDate(date: string): string {
  const [year, month, day] = partsOf(date)
  return `${day}.${month}.${year}`
}

/** «16.03» for a date of the year of `today`, the full date otherwise. */
export function formatDateShort(date: string, today: string): string {
  const [year, month, day] = partsOf(date)
  return year === partsOf(today)[0] ? `${day}.${month}` : formatDate(date)
}

/** «17 марта 2021 г.» for prose. */
export function formatDateLong(date: string): string {
  return long
    .format(utc(date))
    .replace(/\s/, NBSP)
    .replace(/\s(?=г)/, NBSP)
}

/** «19 марта», where the year is plain from the text around. */
export function formatDayAndMonth(date: string): string {
  return dayAndMonth.format(utc(date)).replace(/\s/, NBSP)
}

/** «среда, 17 марта 2021 г.». */
export function formatDateWithWeekday(date: string): string {
  return `${formatWeekday(date)}, ${formatDateLong(date)}`
}

/** «среда». */
export function formatWeekday(date: string): string {
  return weekday.format(utc(date))
}

/** «ср», for calendars and dense cells. */
export function formatWeekdayShort(date: string): string {
  return WEEKDAYS[utc(date).getUTCDay()] ?? ''
}

/** «мар», for the heads of narrow columns. */
export function formatMonthShort(date: string): string {
  return MONTHS[utc(date).getUTCMonth()] ?? ''
}

/** True on Saturdays and Sundays; holidays are known to the server only. */
export function isWeekend(date: string): boolean {
  return [0, 6].includes(utc(date).getUTCDay())
}

/** The Samara date of an instant, 'YYYY-MM-DD': the same moment may be another date in the browser's zone. */
export function dateOfInstant(instant: string): string {
  return samara.format(instantOf(instant)).slice(0, 10)
}

/** «09:40» in Samara. */
export function formatTime(instant: string): string {
  return samara.format(instantOf(instant)).slice(11, 16)
}

/** «17.03.2021, 09:40» in Samara; the zone is named once, in the footer. */
export function formatInstant(instant: string): string {
  return `${formatDate(dateOfInstant(instant))}, ${formatTime(instant)}`
}

/** Whole days from one date to the other, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / MS_PER_DAY)
}

/** The date `days` later (or earlier, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(utc(date).getTime() + days * MS_PER_DAY).toISOString().slice(0, 10)
}

function partsOf(date: string): [year: string, month: string, day: string] {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const [, year, month, day] = match ?? []
  if (!year || !month || !day) throw new RangeError(`not a date: ${date}`)
  return [year, month, day]
}

function utc(date: string): Date {
  partsOf(date)
  return new Date(`${date}T00:00:00Z`)
}

function instantOf(instant: string): Date {
  // Without an offset the browser would read its own zone, and the screen would lie by hours.
  if (!/(Z|[+-]\d{2}:?\d{2})$/.test(instant)) throw new RangeError(`instant without an offset: ${instant}`)
  return new Date(instant)
}

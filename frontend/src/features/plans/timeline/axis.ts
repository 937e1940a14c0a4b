/** Days of a plan as places on a line from 0 to 100 %, and the months along it. */
import { addDays, daysBetween, formatMonthShort } from '@/lib/dates'

export interface Axis {
  /** First and last day, both on the line. */
  first: string
  last: string
  days: number
  months: readonly Month[]
}

export interface Month {
  /** 'YYYY-MM'. */
  key: string
  label: string
  /** Percent of the line. */
  at: number
  width: number
  /** The year stands at its first month on the line. */
  year: string | null
}

/** The line over whole months, from the month of the first day to the month of the last one. */
export function axisOf(from: string, to: string): Axis {
  const first = `${from.slice(0, 7)}-01`
  const last = addDays(nextMonth(to < from ? from : to), -1)
  const days = daysBetween(first, last) + 1
  const months: Month[] = []
  for (let start = first; start <= last; start = nextMonth(start)) {
    const isFirstOfYear = months.length === 0 || start.slice(5, 7) === '01'
    months.push({
      key: start.slice(0, 7),
      label: formatMonthShort(start),
      at: (daysBetween(first, start) / days) * 100,
      width: (daysBetween(start, nextMonth(start)) / days) * 100,
      year: isFirstOfYear ? start.slice(0, 4) : null,
    })
  }
  return { first, last, days, months }
}

/** The place of the middle of a day; null when the day is not on the line. */
export function placeOf(axis: Axis, day: string): number | null {
  if (day < axis.first || day > axis.last) return null
  return ((daysBetween(axis.first, day) + 0.5) / axis.days) * 100
}

/** From the morning of the first day to the evening of the last, cut at the ends of the line; null when outside. */
export function spanOf(axis: Axis, from: string, to: string): { at: number; width: number } | null {
  if (to < axis.first || from > axis.last) return null
  const begin = from < axis.first ? axis.first : from
  const end = to > axis.last ? axis.last : to
  return {
    at: (daysBetween(axis.first, begin) / axis.days) * 100,
    width: ((daysBetween(begin, end) + 1) / axis.days) * 100,
  }
}

/** The first day of the month after. */
function nextMonth(day: string): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
}

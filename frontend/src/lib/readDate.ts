/** Dates as people type them: «12.02.2021», «12.2.21», «12/02/2021», «2021-02-12». */

const DAY_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/
const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})$/

/** The typed date as 'YYYY-MM-DD', or null when it is not one («30.02.2021»); a short year is of this century. */
export function readDate(typed: string): string | null {
  const text = typed.trim().replace(/\s?г\.?$/, '')
  const dayFirst = DAY_FIRST.exec(text)
  const yearFirst = YEAR_FIRST.exec(text)
  const [year, month, day] = dayFirst
    ? [dayFirst[3], dayFirst[2], dayFirst[1]]
    : [yearFirst?.[1], yearFirst?.[2], yearFirst?.[3]]
  if (!year || !month || !day) return null
  const date = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(date) ? date : null
}

/** True for 'YYYY-MM-DD' that names a day of the calendar: '2021-02-30' does not. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  // The 30th of February rolls over to March: such a date does not come back as it was written.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

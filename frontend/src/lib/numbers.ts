/** Numbers as Russian official papers write them: decimal comma, no-break spaces, true minus. */

const NBSP = '\u00a0'
const MINUS = '\u2212'
export const NO_DATA = '—'

/** The API sends Decimal as a string, counts as numbers, and null where nothing is known. */
export type Numeric = number | string | null | undefined

/**
 * Formats a number with at most `digits` decimals; with `fixed` with exactly that many.
 * Unknown is «—», which is not the same as «0».
 */
export function formatNumber(value: Numeric, { digits = 1, fixed = false } = {}): string {
  const number = toNumber(value)
  if (number === null) return NO_DATA
  const text = new Intl.NumberFormat('ru-RU', {
    maximumFractionDigits: digits,
    minimumFractionDigits: fixed ? digits : 0,
  }).format(number)
  // Intl writes hyphen-minus, and «-0» for small negatives that round to nothing.
  return text
    .replace(/^-(?=[0,]*$)/, '')
    .replace(/^-/, MINUS)
    .replace(/\s/g, NBSP)
}

/** Formats a share of one: 0.374 → «37 %», with `digits` decimals of a percent. */
export function formatPercent(share: Numeric, { digits = 0 } = {}): string {
  const number = toNumber(share)
  return number === null ? NO_DATA : `${formatNumber(number * 100, { digits })}${NBSP}%`
}

/** Formats a difference with its sign: +5, −23, 0. */
export function formatSigned(value: Numeric, { digits = 0 } = {}): string {
  const text = formatNumber(value, { digits })
  const number = toNumber(value)
  const isPositive = number !== null && number > 0 && text !== '0'
  return isPositive ? `+${text}` : text
}

/** Formats a range of shares with an en dash: «14–69 %». */
export function formatPercentRange(low: Numeric, high: Numeric): string {
  const [from, to] = [toNumber(low), toNumber(high)]
  if (from === null || to === null) return NO_DATA
  return `${formatNumber(from * 100, { digits: 0 })}–${formatPercent(to)}`
}

/** Formats a size of a file given in bytes: «38 КБ», «27,4 МБ» (1024-based, as Windows shows it). */
export function formatFileSize(bytes: number): string {
  if (bytes < 1024) return `${formatNumber(bytes)}${NBSP}Б`
  const kilobytes = bytes / 1024
  if (kilobytes < 999.5) return `${formatNumber(kilobytes, { digits: 0 })}${NBSP}КБ`
  return `${formatNumber(kilobytes / 1024)}${NBSP}МБ`
}

/** Reads a number as people type it: «12,5», «1 200»; null when it is none. */
export function readNumber(typed: string): number | null {
  return toNumber(typed.replace(/\s/g, '').replace(',', '.'))
}

function toNumber(value: Numeric): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = typeof value === 'number' ? value : Number(value)
  return Number.isFinite(number) ? number : null
}

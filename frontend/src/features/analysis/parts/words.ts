/** How figures of analysis are said. Verdicts come from the server; here they are only written down. */
import type { FigureShareOut, FigureWorkOut, ShareChangeOut } from '@/api/generated/types.gen'
import { formatNumber, formatSigned, NO_DATA } from '@/lib/numbers'
import { intervalText, shareText } from '@/lib/shares'
import { lowerFirst } from '@/lib/typography'

const NBSP = '\u00a0'
/** Said instead of a number that would tell about single pupils. */
export const SUPPRESSED = 'мало'

/** «3 из 8», «15 из 40, 37,5 %»; too few to tell: «мало»; nothing to tell: «—». */
export function sayShare({ kind, count, n, pct }: FigureShareOut): string {
  if (kind === 'suppressed') return SUPPRESSED
  if (kind !== 'measured' || count === null || n === null) return NO_DATA
  return shareText({ kind, count, n, pct })
}

/** «14–69 %»; empty where there is no share. */
export function sayInterval(share: FigureShareOut): string {
  return share.kind === 'measured' ? intervalText(share) : ''
}

/** A count of people: «13», «мало», «—». */
export function sayCount(count: number | null, kind: string): string {
  if (kind === 'suppressed') return SUPPRESSED
  return count === null ? NO_DATA : formatNumber(count)
}

/** «−4 п. п., от −34 до +29»; the verdict is said beside it in the words of the server. */
export function sayChange({ delta_pp, low_pp, high_pp }: ShareChangeOut): string {
  const points = `п.${NBSP}п.`
  return `${formatSigned(delta_pp)}${NBSP}${points}, от${NBSP}${formatSigned(low_pp)} до${NBSP}${formatSigned(high_pp)}`
}

/** «2021», «осень 2020»: the wave is left out where it is the usual one. */
export function sayMoment({ year, wave, wave_title }: FigureWorkOut): string {
  return wave === 'main' || wave === 'spring' ? String(year) : `${wave_title}${NBSP}${year}`
}

/** «математика, 6 класс», with the programme where it is another: «…, программа 5 класса». */
export function saySubject({ subject_name, grade, programme_grade }: FigureWorkOut): string {
  const what = `${lowerFirst(subject_name)}, ${grade}${NBSP}класс`
  return programme_grade === grade ? what : `${what} (программа ${programme_grade}${NBSP}класса)`
}

/** «ВПР, математика, 6 класс». */
export function sayWork(work: FigureWorkOut): string {
  return `${work.procedure_title}, ${saySubject(work)}`
}

/**
 * Why small schools jump, from the fewest and the most participants of the schools shown. Null for one school or for
 * schools of one size: there is nothing to compare.
 */
export function whyJump(counts: readonly number[]): string | null {
  const some = counts.filter((n) => n > 0)
  const [fewest, most] = [Math.min(...some), Math.max(...some)]
  if (some.length < 2 || most < fewest * 2) return null
  return (
    `Малые школы «прыгают» без причины: где писали ${fewest}, один ребёнок меняет долю ` +
    `на${NBSP}${weight(fewest)} п.${NBSP}п., а где писали ${most} — на${NBSP}${weight(most)} п.${NBSP}п.; ` +
    `поэтому граница слева шире.`
  )
}

function weight(n: number): string {
  return formatNumber(100 / n, { digits: n > 50 ? 1 : 0 })
}

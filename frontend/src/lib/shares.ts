/** How shares are said: counts while a percent would mislead, and what one child weighs. */
import { formatNumber, NO_DATA } from './numbers'
import { PERCENT_FROM_N, ratioText } from './ratio'

const NBSP = '\u00a0'

interface Share {
  kind: string
  count: number
  n: number
  pct: number | null
}

interface WithInterval {
  ci_low_pct: number | null
  ci_high_pct: number | null
}

/** «3 из 8»; from n = 20 also the percent of the server: «15 из 40, 37,5 %». Nobody wrote: «—». */
export function shareText({ kind, count, n, pct }: Share): string {
  if (kind === 'zero_pupils' || n === 0) return NO_DATA
  const ratio = ratioText(count, n)
  return n < PERCENT_FROM_N || pct === null ? ratio : `${ratio}, ${formatNumber(pct)}${NBSP}%`
}

/** The 95 % interval in whole percents: «14–69 %». */
export function intervalText({ ci_low_pct: low, ci_high_pct: high }: WithInterval): string {
  if (low === null || high === null) return NO_DATA
  return `${formatNumber(low, { digits: 0 })}–${formatNumber(high, { digits: 0 })}${NBSP}%`
}

/**
 * What one child changes in a share: «При 7–8 участниках один ребёнок меняет долю на 13–14 п. п.».
 * Null when every work was written by enough children, or by none.
 */
export function weightOfOne(counts: readonly number[]): string | null {
  const small = counts.filter((n) => n > 0 && n < PERCENT_FROM_N)
  if (small.length === 0) return null
  const [fewest, most] = [Math.min(...small), Math.max(...small)]
  const who = fewest === most ? participants(fewest) : `${fewest}–${participants(most)}`
  return `При ${who} один ребёнок меняет долю на ${points(fewest, most)} п.${NBSP}п.`
}

function points(fewest: number, most: number): string {
  const [low, high] = [100 / most, 100 / fewest]
  // One count that does not divide evenly is said as the two whole numbers around it.
  const [from, to] =
    fewest === most ? [Math.floor(low), Math.ceil(high)] : [Math.round(low), Math.round(high)]
  return from === to ? String(from) : `${from}–${to}`
}

/** The prepositional case after «при»: only a number that ends in one, but not in eleven, is singular. */
function participants(n: number): string {
  const isSingular = n % 10 === 1 && n % 100 !== 11
  return `${n}${NBSP}${isSingular ? 'участнике' : 'участниках'}`
}

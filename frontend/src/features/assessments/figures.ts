/** How figures of protocols are said: counts while a percent would mislead, and what one child weighs. */
import type { ResultOut, ShareOut } from '@/api/generated/types.gen'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { PERCENT_FROM_N, ratioText } from '@/lib/ratio'

const NBSP = '\u00a0'

/** «3 из 8»; from n = 20 also the percent of the server: «15 из 40, 37,5 %». Nobody wrote: «—». */
export function shareText({ kind, count, n, pct }: ShareOut): string {
  if (kind === 'zero_pupils' || n === 0) return NO_DATA
  const ratio = ratioText(count, n)
  return n < PERCENT_FROM_N || pct === null ? ratio : `${ratio}, ${formatNumber(pct)}${NBSP}%`
}

/** The 95 % interval in whole percents: «14–69 %». */
export function intervalText({ ci_low_pct: low, ci_high_pct: high }: ShareOut): string {
  if (low === null || high === null) return NO_DATA
  return `${formatNumber(low, { digits: 0 })}–${formatNumber(high, { digits: 0 })}${NBSP}%`
}

/** Protocols of one kind of work, the oldest first: what may stand under one heading. */
export interface ResultGroup {
  key: string
  /** «ВПР, математика, 5 класс». */
  title: string
  results: ResultOut[]
}

/** Gathers works of one procedure, subject and grade, in the order in which the server first names them. */
export function groupResults(items: readonly ResultOut[]): ResultGroup[] {
  const groups = new Map<string, ResultGroup>()
  for (const item of items) {
    const { procedure, procedure_title, subject, grade } = item.work
    const key = `${procedure} ${subject.code} ${grade}`
    const group = groups.get(key) ?? {
      key,
      title: `${procedure_title}, ${lowered(subject.name)}, ${grade}${NBSP}класс`,
      results: [],
    }
    group.results.push(item)
    groups.set(key, group)
  }
  for (const { results } of groups.values()) results.sort(byMoment)
  return [...groups.values()]
}

/** «осень 2020»; the wave is left out where a year has only one. */
export function momentOf({ work }: ResultOut): string {
  const { year, wave, wave_title } = work
  return wave === 'main' || wave === 'spring' ? String(year) : `${wave_title}${NBSP}${year}`
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

const WAVES = ['entry', 'spring', 'main', 'autumn', 'exit']

function byMoment(one: ResultOut, other: ResultOut): number {
  return one.work.year - other.work.year || WAVES.indexOf(one.work.wave) - WAVES.indexOf(other.work.wave)
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

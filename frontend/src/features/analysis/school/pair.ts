/** Which works of a series are held against each other. */
import type { FigureWorkOut } from '@/api/generated/types.gen'
import type { SeriesPoint } from '../parts/series'
import { sayMoment } from '../parts/words'

export interface Pair {
  before: FigureWorkOut[]
  after: FigureWorkOut[]
}

/** Taken together at most; the server takes no more either. */
export const MOST_YEARS = 3

/**
 * The newest works that may be compared: the last one of an unbroken run against the one before it, or, with `pool`,
 * the last `pool` years of the run together against up to as many before them. Null when no two may be compared.
 */
export function newestPair(points: readonly SeriesPoint[], pool = 1): Pair | null {
  const run = newestRun(points)
  if (run.length < 2) return null
  // At least one year must be left to compare with.
  const together = Math.min(pool, MOST_YEARS, run.length - 1)
  const after = run.slice(-together)
  const before = run.slice(0, -together).slice(-together)
  return { before, after }
}

/** How many years can be pooled at most: 1 means that nothing can. */
export function mostPooled(points: readonly SeriesPoint[]): number {
  return Math.max(1, Math.min(MOST_YEARS, newestRun(points).length - 1))
}

/** «2019», «2018–2019 вместе». */
export function sayYears(works: readonly FigureWorkOut[]): string {
  const [first] = works
  const last = works.at(-1)
  if (!first || !last) return ''
  return first === last ? sayMoment(first) : `${sayMoment(first)}–${sayMoment(last)} вместе`
}

/** The last run of at least two years without a break. */
function newestRun(points: readonly SeriesPoint[]): FigureWorkOut[] {
  const runs: FigureWorkOut[][] = []
  for (const { work, isBroken } of points) {
    const current = runs.at(-1)
    if (!current || isBroken) runs.push([work])
    else current.push(work)
  }
  return runs.filter(({ length }) => length > 1).at(-1) ?? []
}

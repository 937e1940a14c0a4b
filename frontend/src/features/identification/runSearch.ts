/** The address of a run: which schools, and which thresholds are tried. What is not understood is dropped. */

export const STATUSES = ['low_results', 'at_risk', 'none', 'no_data', 'excluded'] as const
export const ZONES = ['red', 'yellow', 'green'] as const
export const DECISIONS = ['listed', 'monitored', 'not_listed', 'undecided'] as const
export const APPEALS = ['submitted', 'under_review', 'satisfied', 'rejected', 'withdrawn'] as const
export const CRITERIA = ['any', 'all'] as const

export type VerdictStatus = (typeof STATUSES)[number]
export type Zone = (typeof ZONES)[number]
export type Criteria = (typeof CRITERIA)[number]

/** Thresholds that are tried and never kept. */
export interface Tried {
  share?: number
  least?: number
  low?: number
  criteria?: Criteria
}

export interface RunSearch extends Tried {
  /** What the rule says; «status» is a word of the plan's address. */
  verdict?: VerdictStatus
  zone?: Zone
  decision?: (typeof DECISIONS)[number]
  appeal?: (typeof APPEALS)[number]
  q?: string
  page?: number
}

export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const { verdict, zone, decision, appeal, q, page, share, least, low, criteria } = search
  return {
    verdict: oneOf(STATUSES, verdict),
    zone: oneOf(ZONES, zone),
    decision: oneOf(DECISIONS, decision),
    appeal: oneOf(APPEALS, appeal),
    q: typeof q === 'string' && q.trim() ? q.slice(0, 100) : undefined,
    page: within(page, 2, 10_000),
    share: within(share, 1, 100),
    least: within(least, 1, 100),
    low: within(low, 1, 10),
    criteria: oneOf(CRITERIA, criteria),
  }
}

/** What the server is asked for: the same filter makes the list and the workbook. */
export function filterOf({ verdict, zone, decision, appeal, q }: RunSearch) {
  return { status: verdict, zone, decision, appeal, search: q }
}

export function isNarrowed(search: RunSearch): boolean {
  return Object.values(filterOf(search)).some((chosen) => chosen !== undefined)
}

export function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((known) => known === value)
}

function within(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? Math.trunc(value) : undefined
}

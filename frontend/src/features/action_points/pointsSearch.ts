/** Which agreements are shown, as the address says it; without a word those at work. */
export const POINT_FILTERS = ['work', 'overdue', 'mine', 'check', 'all'] as const
export type PointFilter = (typeof POINT_FILTERS)[number]

export interface PointsSearch {
  show?: PointFilter
}

export function readPointsSearch({ show }: Record<string, unknown>): PointsSearch {
  return { show: POINT_FILTERS.find((known) => known === show) }
}

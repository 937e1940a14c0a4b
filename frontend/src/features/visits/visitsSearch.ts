/** The address of «Визиты»: which of them. What is not understood is dropped. */
export const FILTERS = ['ahead', 'report', 'review', 'closed'] as const
export type VisitFilter = (typeof FILTERS)[number]

export interface VisitsSearch {
  show?: VisitFilter
  /** Only those the reader goes to. */
  mine?: true
}

export function readVisitsSearch({ show, mine }: Record<string, unknown>): VisitsSearch {
  return { show: FILTERS.find((known) => known === show), mine: mine === true ? mine : undefined }
}

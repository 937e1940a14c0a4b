/** Shares that the tables and the charts can show, and where each stands in the figures of a unit. */
import type { FigureShareOut, UnitFiguresOut } from '@/api/generated/types.gen'

export const MEASURES = [
  { value: 'below_min', text: 'доля «2» (ниже порога)', short: 'доля «2»' },
  { value: 'success', text: 'успеваемость («3», «4», «5»)', short: 'успеваемость' },
  { value: 'quality', text: 'качество («4» и «5»)', short: 'качество' },
] as const
export type Measure = (typeof MEASURES)[number]['value']

export const USUAL_MEASURE: Measure = 'below_min'

export function shareOf(figures: UnitFiguresOut, measure: Measure): FigureShareOut {
  return figures[measure]
}

/** «доля «2»», «успеваемость», «качество». */
export function titleOf(measure: Measure): string {
  return MEASURES.find(({ value }) => value === measure)?.short ?? measure
}

/** The overview in one sentence: how many changes can be told from chance at all. */
import type { FigureListOut, FigureRowOut } from '@/api/generated/types.gen'
import type { Measure } from '../parts/measures'

/** «К прошлому году: лучше — 1, хуже — 2, нельзя различить — 31; сравнивать нельзя — 36.» Null without changes. */
export function verdictsOf({ rows }: Pick<FigureListOut, 'rows'>, measure: Measure): string | null {
  const counts = { better: 0, worse: 0, indistinct: 0 }
  let refused = 0
  for (const { year_change } of rows) {
    const change = year_change[measure]
    if (change) counts[change.verdict] += 1
    else if (reasonsOf(year_change).length > 0) refused += 1
  }
  const told = counts.better + counts.worse + counts.indistinct
  if (told + refused === 0) return null
  const words = [
    ...(told > 0
      ? [`лучше — ${counts.better}`, `хуже — ${counts.worse}`, `нельзя различить — ${counts.indistinct}`]
      : []),
    ...(refused > 0 ? [`сравнивать нельзя — ${refused}`] : []),
  ]
  return `К\u00a0такой же работе годом раньше: ${words.join(', ')}.`
}

/** Why a change is refused; where there was no work a year before nothing is refused, there is nothing to say. */
export function reasonsOf({ work_id, reasons }: FigureRowOut['year_change']): string[] {
  return work_id === null ? [] : reasons.map(({ text }) => text)
}

/** Reasons that hold for every unit of a work: told once in the head of its column. */
export function commonReasons({ rows }: Pick<FigureListOut, 'rows'>, workId: string): string[] {
  const own = rows.filter(({ work_id }) => work_id === workId)
  const first = own[0] ? reasonsOf(own[0].year_change) : []
  return first.filter((text) => own.every(({ year_change }) => reasonsOf(year_change).includes(text)))
}

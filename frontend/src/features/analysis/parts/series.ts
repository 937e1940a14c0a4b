/** A subject and grade through the years: which years are joined, where the line breaks and why. */
import type {
  DynamicsOut,
  FigureRowOut,
  FigureWorkOut,
  ShareChangeOut,
  UnitFiguresOut,
} from '@/api/generated/types.gen'
import { counted, type Forms } from '@/lib/plural'
import { lowerFirst } from '@/lib/typography'
import type { Moment } from '@/ui/charts/Dynamics'
import { topOf } from '@/ui/charts/scale'
import { type Measure, shareOf, titleOf } from './measures'
import { SUPPRESSED, sayChange, sayMoment, sayShare } from './words'
import type { Series } from './works'

export interface SeriesPoint {
  work: FigureWorkOut
  figures: UnitFiguresOut
  /** May not be compared with the point before. */
  isBroken: boolean
  /** Why, in the words of the server. */
  reasons: string[]
  change: ShareChangeOut | null
}

const CHANGES = {
  below_min: 'below_min_change',
  success: 'success_change',
  quality: 'quality_change',
} as const

/** The points as the server joins them. */
export function pointsOfDynamics({ points }: DynamicsOut, measure: Measure): SeriesPoint[] {
  return points.map((point, place) => ({
    work: point.work,
    figures: point.figures,
    isBroken: place > 0 && point.is_break,
    reasons: point.reasons.map(({ text }) => text),
    change: point[CHANGES[measure]],
  }))
}

/** The points of one unit out of the table of figures: the line goes on only to the work of the year before. */
export function pointsOfRows(series: Series, rows: readonly FigureRowOut[], measure: Measure): SeriesPoint[] {
  const byWork = new Map(rows.map((row) => [row.work_id, row]))
  const points: SeriesPoint[] = []
  for (const work of series.works) {
    const row = byWork.get(work.id)
    if (!row) continue
    const before = points.at(-1)
    const { work_id, reasons, ...changes } = row.year_change
    const isNext = before !== undefined && work_id === before.work.id
    const why = reasons.map(({ text }) => text)
    points.push({
      work,
      figures: row.figures,
      isBroken: before !== undefined && (!isNext || why.length > 0),
      reasons: before && !isNext && why.length === 0 ? ['Работы годом раньше нет.'] : why,
      change: isNext ? changes[measure] : null,
    })
  }
  return points
}

export function momentsOf(points: readonly SeriesPoint[], measure: Measure): Moment[] {
  return points.map(({ work, figures, isBroken }) => {
    const share = shareOf(figures, measure)
    const { pct, ci_low_pct: low, ci_high_pct: high } = share
    return {
      key: work.id,
      label: sayMoment(work),
      share: pct === null || low === null || high === null ? null : { pct, low, high },
      said: shortly(sayShare(share)),
      n: figures.n,
      isBroken,
    }
  })
}

/** The top of the axis that holds the intervals of all panels. */
export function commonTop(panels: readonly (readonly Moment[])[]): number {
  return topOf(panels.flatMap((moments) => moments.map(({ share }) => share?.high ?? 0)))
}

/** What stands under a panel: each change with its verdict, each break with its reason. */
export function wordsOf(points: readonly SeriesPoint[]): { key: string; text: string }[] {
  return points.flatMap(({ work, isBroken, reasons, change }, place) => {
    const before = points[place - 1]
    if (!before) return []
    const pair = `${sayMoment(work)} и\u00a0${sayMoment(before.work)}`
    if (isBroken) return [{ key: work.id, text: `${pair} не сравниваем: ${briefly(reasons)}` }]
    if (!change) return []
    return [{ key: work.id, text: `${pair}: ${change.verdict_text}, ${sayChange(change)}` }]
  })
}

/** The panel in one sentence, for those who do not see it. */
export function summaryOf(title: string, points: readonly SeriesPoint[], measure: Measure): string {
  const years = points.map(({ work, figures }) => {
    const said = sayShare(shareOf(figures, measure))
    return `${sayMoment(work)} — ${said === SUPPRESSED ? 'мало участников' : said}`
  })
  return `${title}, ${titleOf(measure)}: ${years.join('; ')}.`
}

const REASONS: Forms = ['причина', 'причины', 'причин']

/** Every reason in full. */
export function becauseOf(reasons: readonly string[]): string {
  const words = reasons.map((text) => lowerFirst(text.replace(/\.$/, '')))
  return words.length > 0 ? `${words.join('; ')}.` : 'работы разные.'
}

/** The gravest reason without its details; the table below has all of them. */
export function briefly([first, ...others]: readonly string[]): string {
  if (!first) return 'работы разные'
  const words = lowerFirst(first.replace(/(:.*|\.)$/, ''))
  return others.length > 0 ? `${words} и\u00a0ещё ${counted(others.length, REASONS)}` : words
}

/** Beside a point there is no room for «15 из 40, 37,5 %»: from twenty on the percent is enough. */
function shortly(said: string): string {
  return said.split(', ').at(-1) ?? said
}

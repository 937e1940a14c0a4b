/** Small multiples: one panel for each series, all on one scale; breaks are gaps with the reason in words. */
import type { ReactNode } from 'react'
import charts from '@/ui/charts/charts.module.css'
import { Dynamics } from '@/ui/charts/Dynamics'
import { type Column, cell, DataTable, SectionRow } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from '../Analysis.module.css'
import { type Measure, shareOf } from './measures'
import { becauseOf, commonTop, momentsOf, type SeriesPoint, summaryOf, wordsOf } from './series'
import { sayChange, sayCount, sayInterval, sayMoment, sayShare } from './words'

export interface SeriesPanel {
  key: string
  title: string
  /** The heading, where it is a link; `title` says the same in words. */
  head?: ReactNode
  points: readonly SeriesPoint[]
  measure: Measure
}

export function SeriesPanels({ panels }: { panels: readonly SeriesPanel[] }) {
  const drawn = panels.map((panel) => ({ ...panel, moments: momentsOf(panel.points, panel.measure) }))
  const top = commonTop(drawn.map(({ moments }) => moments))
  return (
    <div className={charts.multiples}>
      {drawn.map(({ key, title, head, points, moments, measure }) => (
        <div key={key} className={charts.multiple}>
          <h3>{head ?? title}</h3>
          <Dynamics moments={moments} top={top} summary={summaryOf(title, points, measure)} />
          <ul className={charts.words}>
            {wordsOf(points).map(({ key: work, text }) => (
              <li key={work}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

const COLUMNS: Column[] = [
  { key: 'year', title: 'Год' },
  { key: 'n', title: 'Участников', isNumeric: true },
  { key: 'share', title: 'Доля', isNumeric: true },
  { key: 'interval', title: '95\u00a0%', isNumeric: true },
  {
    key: 'drawn',
    title: (
      <>
        <IntervalScale />
        <VisuallyHidden>График интервала</VisuallyHidden>
      </>
    ),
    className: styles.drawn,
  },
  { key: 'change', title: 'К\u00a0предыдущему году' },
]

/** The same numbers as the panels, row by row. */
export function SeriesTable({ caption, panels }: { caption: string; panels: readonly SeriesPanel[] }) {
  return (
    <DataTable caption={caption} columns={COLUMNS} density="compact" minWidth="medium">
      {panels.map(({ key, title, head, points, measure }) => (
        <tbody key={key}>
          <SectionRow span={COLUMNS.length} title={head ?? title} />
          {points.map((point, place) => (
            <Row key={point.work.id} point={point} measure={measure} isFirst={place === 0} />
          ))}
        </tbody>
      ))}
    </DataTable>
  )
}

interface RowProps {
  point: SeriesPoint
  measure: Measure
  isFirst: boolean
}

function Row({ point: { work, figures, isBroken, reasons, change }, measure, isFirst }: RowProps) {
  const share = shareOf(figures, measure)
  const { pct, ci_low_pct: low, ci_high_pct: high } = share
  return (
    <tr>
      <th scope="row">{sayMoment(work)}</th>
      <td className={cell.num}>
        {sayCount(figures.n, figures.kind)}
        {figures.small_sample && figures.kind === 'measured' && (
          <span className={styles.sub}>малая выборка</span>
        )}
      </td>
      <td className={cell.num}>
        <b>{sayShare(share)}</b>
      </td>
      <td className={cell.num}>{sayInterval(share) || '—'}</td>
      <td className={styles.line}>
        {pct !== null && low !== null && high !== null && <Interval low={low} point={pct} high={high} />}
      </td>
      <td>
        {isBroken && `не сравниваем: ${becauseOf(reasons)}`}
        {!isBroken && change && `${change.verdict_text}, ${sayChange(change)}`}
        {!isBroken && !change && (isFirst ? '— первый год' : '—')}
      </td>
    </tr>
  )
}

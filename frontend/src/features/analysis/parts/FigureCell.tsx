import type { UnitFiguresOut } from '@/api/generated/types.gen'
import { Interval } from '@/ui/Interval'
import styles from '../Analysis.module.css'
import { type Measure, shareOf } from './measures'
import { sayInterval, sayShare } from './words'

interface FigureCellProps {
  figures: UnitFiguresOut
  measure: Measure
  /** Opens where the figure comes from; without it the figure is only text. */
  onOpen?: () => void
  /** For those who hear the button among many: «м. р. Красноярский, математика». */
  label?: string
}

/** A share in a dense table: counts, the interval in words and drawn, the badge of a small sample. */
export function FigureCell({ figures, measure, onOpen, label }: FigureCellProps) {
  const share = shareOf(figures, measure)
  const { pct, ci_low_pct: low, ci_high_pct: high } = share
  const said = sayShare(share)
  return (
    <div className={styles.figure}>
      <span className={styles.numbers}>
        {onOpen && figures.kind === 'measured' ? (
          <button
            type="button"
            className={styles.open}
            aria-label={`${said}: ${label}, откуда число`}
            onClick={onOpen}
          >
            {said}
          </button>
        ) : (
          <b>{said}</b>
        )}
        <span className={styles.interval}>{sayInterval(share)}</span>
      </span>
      {pct !== null && low !== null && high !== null && (
        <Interval low={low} point={pct} high={high} isContext={figures.small_sample} />
      )}
      {figures.small_sample && figures.kind === 'measured' && (
        <span className={styles.badge}>малая выборка</span>
      )}
    </div>
  )
}

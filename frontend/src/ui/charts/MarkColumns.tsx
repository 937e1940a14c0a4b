import { classes } from '../classes'
import styles from './charts.module.css'
import { linear } from './scale'

interface MarkColumnsProps {
  /** How many got «2», «3», «4», «5». */
  counts: readonly [number, number, number, number]
}

const MARKS = [2, 3, 4, 5]
const HEIGHT = 78
const BASE = 62
const STEP = 27

/** Four columns with the counts over them, the height a share of all; «2» is inked. Heights compare across cells. */
export function MarkColumns({ counts }: MarkColumnsProps) {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const heightOf = linear([0, 0.7], [0, BASE - 16])
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${STEP * 4} ${HEIGHT}`}
      width={STEP * 4}
      height={HEIGHT}
      role="img"
      aria-label={counts.map((count, place) => `«${MARKS[place]}» — ${count}`).join(', ')}
    >
      {counts.map((count, place) => {
        const height = n === 0 ? 0 : heightOf(count / n)
        const middle = place * STEP + 11
        return (
          <g key={MARKS[place]}>
            <rect
              className={place === 0 ? styles.ink : styles.grey}
              x={place * STEP}
              y={BASE - Math.max(0.8, height)}
              width={22}
              height={Math.max(0.8, height)}
            />
            <text
              className={classes(place === 0 && styles.strong)}
              x={middle}
              y={BASE - height - 4}
              textAnchor="middle"
            >
              {count}
            </text>
            <text className={styles.dim} x={middle} y={HEIGHT - 2} textAnchor="middle">
              {MARKS[place]}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** A share with its interval on a scale from 0 to 100 %; the same numbers stand in words beside it. */
import styles from './Interval.module.css'

const WIDTH = 300
const HEIGHT = 30
/** Room at the ends, so that a point at 0 or at 100 % is drawn whole. */
const EDGE = 6
const GRID = [0, 25, 50, 75, 100]

/** Percent of 0…100 → its place on the drawing, in its own units. */
export function placeOf(percent: number): number {
  return EDGE + (Math.min(100, Math.max(0, percent)) / 100) * (WIDTH - 2 * EDGE)
}

interface IntervalProps {
  low: number
  point: number
  high: number
  /** What the sentence is about is inked, the context is grey. */
  isContext?: boolean
}

/** Decoration for the eye: readers hear the cells with the figures instead. */
export function Interval({ low, point, high, isContext = false }: IntervalProps) {
  const middle = HEIGHT / 2
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {GRID.map((percent) => (
        <line
          key={percent}
          className={styles.grid}
          x1={placeOf(percent)}
          x2={placeOf(percent)}
          y1={0}
          y2={HEIGHT}
        />
      ))}
      <g className={isContext ? styles.context : styles.ink}>
        <line x1={placeOf(low)} x2={placeOf(high)} y1={middle} y2={middle} strokeWidth={2} />
        <circle cx={placeOf(point)} cy={middle} r={4.5} />
      </g>
    </svg>
  )
}

/** The head of the column of intervals: the ends and the middle of the scale. */
export function IntervalScale() {
  return (
    <span className={styles.scale} aria-hidden="true">
      <span>0&nbsp;%</span>
      <span>50&nbsp;%</span>
      <span>100&nbsp;%</span>
    </span>
  )
}

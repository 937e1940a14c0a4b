/** A share by years: points with their intervals; between years that may not be compared the line is broken. */
import { classes } from '../classes'
import styles from './charts.module.css'
import { linear } from './scale'

export interface Moment {
  key: string
  /** «2019», «осень 2020». */
  label: string
  /** Percents; null where there is nothing to draw. */
  share: { pct: number; low: number; high: number } | null
  /** What stands at the point: «4 из 13», «мало», «—». */
  said: string
  n: number | null
  /** May not be compared with the moment before: the line is broken here. */
  isBroken: boolean
}

interface DynamicsProps {
  moments: readonly Moment[]
  /** The top of the axis in percents, one for all panels of a page. */
  top: number
  /** The drawing in one sentence, for those who do not see it. */
  summary: string
}

const HEIGHT = 172
const LEFT = 42
const PLOT_TOP = 18
const PLOT_BOTTOM = 120
/** Room for a year with its figures. */
const STEP = 52
const MIN_WIDTH = 240

export function Dynamics({ moments, top, summary }: DynamicsProps) {
  const width = Math.max(MIN_WIDTH, LEFT + moments.length * STEP)
  const place = linear([0, top], [PLOT_BOTTOM, PLOT_TOP])
  const step = (width - LEFT) / Math.max(1, moments.length)
  const lines = Math.max(1, ...moments.map(({ label }) => linesOf(label).length))
  const across = (index: number) => Math.round(LEFT + step * (index + 0.5))
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={summary}
    >
      {[0, top / 2, top].map((percent) => (
        <g key={percent}>
          <line className={styles.grid} x1={LEFT} x2={width} y1={place(percent)} y2={place(percent)} />
          <text className={styles.dim} x={LEFT - 6} y={place(percent) + 4} textAnchor="end">
            {`${percent}\u00a0%`}
          </text>
        </g>
      ))}
      {moments.map((moment, index) => {
        const before = moments[index - 1]
        const x = across(index)
        const isLast = index === moments.length - 1
        return (
          <g key={moment.key}>
            {before && moment.isBroken && (
              <line
                className={classes(styles.axis, styles.dashed)}
                data-break
                x1={(across(index - 1) + x) / 2}
                x2={(across(index - 1) + x) / 2}
                y1={2}
                y2={HEIGHT}
              />
            )}
            {before?.share && moment.share && !moment.isBroken && (
              <line
                className={styles.greyLine}
                data-join
                x1={across(index - 1)}
                x2={x}
                y1={place(before.share.pct)}
                y2={place(moment.share.pct)}
              />
            )}
            <Point moment={moment} x={x} place={place} isLast={isLast} />
            <Foot moment={moment} x={x} lines={lines} />
          </g>
        )
      })}
    </svg>
  )
}

interface PointProps {
  moment: Moment
  x: number
  place: (percent: number) => number
  isLast: boolean
}

function Point({ moment: { share, said }, x, place, isLast }: PointProps) {
  if (!share) {
    return (
      <text className={styles.dim} x={x} y={PLOT_BOTTOM - 6} textAnchor="middle">
        {said}
      </text>
    )
  }
  return (
    <>
      <line
        className={isLast ? styles.inkLine : styles.greyLine}
        strokeWidth={2}
        x1={x}
        x2={x}
        y1={place(share.low)}
        y2={place(share.high)}
      />
      <circle className={isLast ? styles.ink : styles.grey} cx={x} cy={place(share.pct)} r={4.5} />
      <text
        className={classes(styles.rimmed, isLast && styles.strong)}
        x={x}
        y={place(share.high) - 5}
        textAnchor="middle"
      >
        {said}
      </text>
    </>
  )
}

/** Under the axis: the wave, the year, how many wrote. */
function Foot({ moment: { label, n }, x, lines }: { moment: Moment; x: number; lines: number }) {
  return (
    <>
      {linesOf(label).map((line, place) => (
        <text
          key={line}
          className={styles.strong}
          x={x}
          y={PLOT_BOTTOM + 16 + place * 14}
          textAnchor="middle"
        >
          {line}
        </text>
      ))}
      {n !== null && (
        <text className={styles.dim} x={x} y={PLOT_BOTTOM + 16 + lines * 14} textAnchor="middle">
          {`n\u00a0=\u00a0${n}`}
        </text>
      )}
    </>
  )
}

/** «осень 2020» stands in two lines: the columns are narrow. */
function linesOf(label: string): string[] {
  return label.split(/\s/)
}

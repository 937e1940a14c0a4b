import styles from './charts.module.css'

const TOP = 34
const BOTTOM = 24
/** More scores than this are not all labelled. */
const MOST_LABELS = 30

interface ScoreHistogramProps {
  /** Participants by primary score, from 0. */
  counts: readonly number[]
  /** Where marks begin. */
  boundaries: readonly { mark: number; from: number }[]
  /** Scores the sentence is about; all when it is about none in particular. */
  inked?: readonly number[]
  /** What a reader who does not see it hears; the same numbers stand in a table beside it. */
  title: string
  width?: number
  height?: number
}

/** How many have each primary score, with the boundaries of marks. */
export function ScoreHistogram(props: ScoreHistogramProps) {
  const { counts, boundaries, inked, title, width = 860, height = 240 } = props
  const floor = height - BOTTOM
  const most = Math.max(...counts, 1)
  const step = width / counts.length
  const yOf = (n: number) => floor - (n / most) * (floor - TOP)
  const every = Math.ceil((counts.length / MOST_LABELS) * (860 / width))
  return (
    <svg className={styles.chart} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <title>{title}</title>
      {counts.map((n, score) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a bar is its score
        <g key={score}>
          {n > 0 && (
            <rect
              className={!inked || inked.includes(score) ? styles.ink : styles.grey}
              x={score * step + step * 0.12}
              width={step * 0.76}
              y={yOf(n)}
              height={floor - yOf(n)}
            />
          )}
          {n > 0 && every === 1 && (
            <text x={(score + 0.5) * step} y={yOf(n) - 4} textAnchor="middle">
              {n}
            </text>
          )}
          {score % every === 0 && (
            <text x={(score + 0.5) * step} y={height - 6} textAnchor="middle">
              {score}
            </text>
          )}
        </g>
      ))}
      <line className={styles.axis} x1={0} x2={width} y1={floor} y2={floor} />
      {boundaries.map(({ mark, from }) => (
        <g key={mark}>
          <line
            className={`${styles.greyLine} ${styles.dashed}`}
            x1={from * step}
            x2={from * step}
            y1={14}
            y2={floor}
          />
          <text x={from * step + 4} y={12}>
            {`«${mark}» с\u00a0${from}`}
          </text>
        </g>
      ))}
    </svg>
  )
}

/**
 * Share against the number of participants, with control limits. What lies between the limits is explained by the
 * number of participants alone. One point is in the order of Tab, arrows go from point to point, Enter opens it.
 */
import { useState } from 'react'
import { classes } from '../classes'
import styles from './charts.module.css'
import { FunnelPoints } from './FunnelPoints'
import { type FunnelPoint, gatherPoints } from './funnelMarks'
import { placeLabels } from './labels'
import { linear, ticks, topOf } from './scale'
import { useWidth } from './useWidth'

export type { FunnelPoint } from './funnelMarks'

/** Percents at which chance alone rarely leads, for `n` participants. */
export interface FunnelLimit {
  n: number
  low95: number
  high95: number
  low998: number
  high998: number
}

interface FunnelProps {
  points: readonly FunnelPoint[]
  /** The share of all of them together, in percents. */
  centre: number
  centreText: string
  /** By `n`, from the smallest. */
  limits: readonly FunnelLimit[]
  /** What the vertical axis measures: «доля отметок «2»». */
  measure: string
  /** Names the group of points for those who hear it: the conclusion. */
  summary: string
  onOpen: (id: string) => void
}

const HEIGHT = 380
const LEFT = 42
const TOP = 30
const BOTTOM = 330
/** Room for the words at the ends of the limits. */
const RIGHT = 104
const NARROW = 460
const HINT = 'Наведите на точку или дойдите до неё клавишами: здесь будет название школы, Enter откроет её.'
const LINES = [
  { key: 'high998', text: 'граница 99,8\u00a0%', isDashed: true },
  { key: 'high95', text: 'граница 95\u00a0%', isDashed: false },
  { key: 'low95', text: null, isDashed: false },
  { key: 'low998', text: null, isDashed: true },
] as const

export function Funnel({ points, centre, centreText, limits, measure, summary, onOpen }: FunnelProps) {
  const { width, frame } = useWidth(560)
  const [active, setActive] = useState<string | null>(null)
  const most = Math.max(10, ...points.map(({ n }) => n))
  const top = topOf([...points.map(({ pct }) => pct), Math.min(100, centre * 2)])
  const right = width - (width < NARROW ? 12 : RIGHT)
  const x = linear([0, most * 1.03], [LEFT, right])
  const y = linear([0, top], [BOTTOM, TOP])
  const marks = gatherPoints(points).map((mark) => ({ ...mark, x: x(mark.n), y: y(mark.pct) }))
  const labels = placeLabels(
    marks
      .filter(({ isInk }) => isInk)
      .map(({ id, x: left, y: height, short }) => ({ id, x: left, y: height, text: short })),
    { left: LEFT, top: 4, right: width - 4, bottom: BOTTOM },
  )
  return (
    <div ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset */}
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        role="group"
        aria-label={summary}
      >
        <svg aria-hidden="true" overflow="visible">
          <text className={styles.dim} x={0} y={14}>
            {measure}
          </text>
          {[0, 0.25, 0.5, 0.75, 1].map((part) => (
            <g key={part}>
              <line className={styles.grid} x1={LEFT} x2={right} y1={y(top * part)} y2={y(top * part)} />
              <text className={styles.dim} x={LEFT - 6} y={y(top * part) + 4} textAnchor="end">
                {`${top * part}\u00a0%`}
              </text>
            </g>
          ))}
          {ticks(most, 6)
            .slice(1)
            .map((n) => (
              <text key={n} className={styles.dim} x={x(n)} y={BOTTOM + 18} textAnchor="middle">
                {n}
              </text>
            ))}
          <text className={styles.dim} x={(LEFT + right) / 2} y={BOTTOM + 38} textAnchor="middle">
            участников в школе
          </text>
          {LINES.map(({ key, text, isDashed }) => (
            <LimitLine
              key={key}
              places={limits
                .filter((limit) => limit[key] > 0 && limit[key] < top)
                .map((limit) => [x(limit.n), y(limit[key])] as const)}
              text={width < NARROW ? null : text}
              isDashed={isDashed}
            />
          ))}
          <line className={styles.greyLine} x1={LEFT} x2={right} y1={y(centre)} y2={y(centre)} />
          <text
            className={styles.rimmed}
            x={width < NARROW ? right : right + 6}
            y={y(centre) + (width < NARROW ? -4 : 4)}
            textAnchor={width < NARROW ? 'end' : 'start'}
          >
            {centreText}
          </text>
        </svg>
        <FunnelPoints marks={marks} active={active} onActive={setActive} onOpen={onOpen} />
        <svg aria-hidden="true" overflow="visible">
          {labels.map(({ id, text, anchor, x: left, y: height }) => (
            <text
              key={id}
              className={classes(styles.strong, styles.rimmed)}
              x={left}
              y={height}
              textAnchor={anchor}
            >
              {text}
            </text>
          ))}
        </svg>
      </svg>
      {/* The name of a point is told by the point itself; for the eye it stands here. */}
      <p className={styles.under} aria-hidden="true" data-noprint>
        {marks.find(({ id }) => id === active)?.name ?? HINT}
      </p>
    </div>
  )
}

interface LimitLineProps {
  places: readonly (readonly [x: number, y: number])[]
  text: string | null
  isDashed: boolean
}

function LimitLine({ places, text, isDashed }: LimitLineProps) {
  const last = places.at(-1)
  if (!last) return null
  return (
    <>
      <polyline
        className={classes(styles.greyLine, isDashed && styles.dashed)}
        points={places.map(([x, y]) => `${x},${y}`).join(' ')}
      />
      {text && (
        <text x={last[0] + 6} y={last[1] + 4}>
          {text}
        </text>
      )}
    </>
  )
}

import type { ReactNode } from 'react'
import { classes } from '@/ui/classes'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { type Axis, placeOf } from './axis'
import styles from './Lane.module.css'
import type { Mark } from './marks'

const BAR = 10
const DIAMOND = 'M0-5.5 5.5 0 0 5.5-5.5 0Z'
/** A day on a line of two years would be thinner than a hair. */
const LEAST_WIDTH = 0.35

interface LaneProps {
  axis: Axis
  marks: readonly Mark[]
  today: string
  /** What the drawing says, in words. */
  title: string
}

/** The line of one row: months, today, its bars and diamonds. */
export function Lane({ axis, marks, today, title }: LaneProps) {
  const now = placeOf(axis, today)
  return (
    <svg className={styles.lane} role="img" aria-label={title}>
      <title>{title}</title>
      {axis.months.map(({ key, at, year }) => (
        <line
          key={key}
          className={year ? styles.year : styles.month}
          x1={`${at}%`}
          x2={`${at}%`}
          y1="0"
          y2="100%"
        />
      ))}
      {/* Rows are as high as their words: the marks stand in the middle. */}
      <svg y="50%" width="100%" overflow="visible" aria-hidden="true">
        {marks.map((mark) => (
          <MarkShape key={mark.key} mark={mark} />
        ))}
      </svg>
      {now !== null && <line className={styles.today} x1={`${now}%`} x2={`${now}%`} y1="0" y2="100%" />}
    </svg>
  )
}

function MarkShape({ mark: { shape, at, width, kind, isHatched, isHollow } }: { mark: Mark }) {
  const look = classes(
    styles.mark,
    styles[kind ?? 'plain'],
    isHatched && styles.hatched,
    isHollow && styles.hollow,
    shape === 'diamond' && styles.diamond,
  )
  if (shape === 'diamond') {
    return (
      <svg x={`${at}%`} overflow="visible" aria-hidden="true">
        <path className={look} d={DIAMOND} />
      </svg>
    )
  }
  return (
    <rect
      className={look}
      x={`${at}%`}
      width={`${Math.max(LEAST_WIDTH, width)}%`}
      y={-BAR / 2}
      height={BAR}
      rx={1.5}
    />
  )
}

/** The head over the lanes: years, months, today. With little room each third month is named. */
export function LaneHead({ axis, today, isTight }: { axis: Axis; today: string; isTight: boolean }) {
  const now = placeOf(axis, today)
  return (
    <>
      <VisuallyHidden>По времени, по месяцам</VisuallyHidden>
      <svg className={styles.head} aria-hidden="true">
        {axis.months.map(({ key, label, at, width, year }, place) => (
          <g key={key}>
            {year && (
              <text className={styles.yearName} x={`${at}%`} y={11}>
                {year}
              </text>
            )}
            {(!isTight || place % 3 === 0) && (
              <text x={`${at + (isTight ? 0 : width / 2)}%`} y={28} textAnchor={isTight ? 'start' : 'middle'}>
                {label}
              </text>
            )}
          </g>
        ))}
        {now !== null && (
          <text
            className={styles.todayName}
            x={`${now}%`}
            y={11}
            // Beside the line, so that it does not run into the year before it or out of the table.
            textAnchor={now > 85 ? 'end' : 'start'}
          >
            сегодня
          </text>
        )}
      </svg>
    </>
  )
}

/** The hatch of standing rows; once on a page. */
export function HatchPattern() {
  return (
    <svg className={styles.pattern} aria-hidden="true">
      <pattern
        id="timeline-hatch"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line className={styles.hatch} x1="0" x2="0" y1="0" y2="6" />
      </pattern>
    </svg>
  )
}

/** What the shapes mean. */
export function Legend() {
  return (
    <ul className={styles.legend}>
      <li>
        <Sample>
          <rect className={classes(styles.mark, styles.plain)} y="1" width="18" height="10" rx="1.5" />
        </Sample>
        выполняют в эти дни
      </li>
      <li>
        <Sample>
          <path
            className={classes(styles.mark, styles.diamond, styles.plain)}
            transform="translate(9 6)"
            d={DIAMOND}
          />
        </Sample>
        срок «до»
      </li>
      <li>
        <Sample>
          <path className={classes(styles.mark, styles.hollow)} transform="translate(9 6)" d={DIAMOND} />
        </Sample>
        срок распоряжения, который перенесли
      </li>
      <li>
        <Sample>
          <rect className={classes(styles.mark, styles.hatched)} y="1" width="18" height="10" rx="1.5" />
        </Sample>
        идёт постоянно, без своего срока
      </li>
      <li>Закрашено тёмным — срок подходит или прошёл, что именно, сказано в столбце «Состояние».</li>
    </ul>
  )
}

function Sample({ children }: { children: ReactNode }) {
  return (
    <svg className={styles.sample} viewBox="0 0 18 12" aria-hidden="true">
      {children}
    </svg>
  )
}

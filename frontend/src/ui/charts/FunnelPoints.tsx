import type { KeyboardEvent } from 'react'
import { classes } from '../classes'
import styles from './charts.module.css'
import type { FunnelMark } from './funnelMarks'

interface FunnelPointsProps {
  marks: readonly (FunnelMark & { x: number; y: number })[]
  active: string | null
  onActive: (id: string | null) => void
  onOpen: (id: string) => void
}

const STEP: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Grey first, so that what the sentence is about is never covered; the order of the arrows stays that of `n`. */
export function FunnelPoints({ marks, active, onActive, onOpen }: FunnelPointsProps) {
  const first = marks.find(({ isInk }) => isInk) ?? marks[0]
  const inOrder = active ?? first?.id
  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    const here = marks.findIndex(({ id }) => id === active)
    const mark = marks[here]
    if (!mark) return
    if ((event.key === 'Enter' || event.key === ' ') && mark.canOpen) {
      event.preventDefault()
      onOpen(mark.id)
      return
    }
    const next = marks[nextOf(event.key, here, marks.length)]
    if (!next || next === mark) return
    event.preventDefault()
    event.currentTarget.querySelector<SVGGElement>(`[data-mark="${next.id}"]`)?.focus()
  }
  const drawn = [...marks].sort((one, other) => Number(one.isInk) - Number(other.isInk))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the points inside
    <g onKeyDown={onKeyDown} onMouseLeave={() => onActive(null)}>
      {drawn.map((mark) => (
        // biome-ignore lint/a11y/useSemanticElements: SVG has no anchor that the router follows
        <g
          key={mark.id}
          data-mark={mark.id}
          role="link"
          aria-disabled={!mark.canOpen || undefined}
          aria-label={mark.name}
          tabIndex={mark.id === inOrder ? 0 : -1}
          className={classes(styles.point, !mark.canOpen && styles.still)}
          onFocus={() => onActive(mark.id)}
          onBlur={() => onActive(null)}
          onMouseEnter={() => onActive(mark.id)}
          onClick={() => mark.canOpen && onOpen(mark.id)}
        >
          {/* A target for the finger and the mouse, larger than the point. */}
          <circle cx={mark.x} cy={mark.y} r={8} fill="transparent" />
          <circle
            className={mark.isInk ? styles.ink : styles.grey}
            cx={mark.x}
            cy={mark.y}
            r={radiusOf(mark)}
          />
          {mark.id === active && (
            <circle className={styles.ring} cx={mark.x} cy={mark.y} r={radiusOf(mark) + 3.5} />
          )}
        </g>
      ))}
    </g>
  )
}

/** The area tells how many schools lie here. */
function radiusOf({ schools, isInk }: FunnelMark): number {
  return Math.min(11, (isInk ? 5.5 : 3.5) * Math.sqrt(schools))
}

function nextOf(key: string, here: number, count: number): number {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return Math.max(0, Math.min(count - 1, here + (STEP[key] ?? 0)))
}

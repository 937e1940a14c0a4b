import type { LookOut } from '@/api/generated/types.gen'
import { NO_DATA } from '@/lib/numbers'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/icons'
import { SHAPE_OF, toStatusKind } from '@/ui/status'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './Cell.module.css'

interface CellProps {
  /** Absent: the row is not about this school. */
  look: LookOut | undefined
  /** Words in full, or the short ones of a dense cell. */
  isDense: boolean
  /** Where the cell stands in the grid (ui/useGrid.ts). */
  mark: string
  isInTabOrder: boolean
  isOpen: boolean
  activityId: string
  schoolId: string
  onOpen: (activityId: string, schoolId: string) => void
}

/** How the page finds a cell again when its panel is closed. */
export function cellMark(activityId: string, schoolId: string): string {
  return `${activityId} ${schoolId}`
}

/** One school and one row of the plan: shape, words and colour; it opens what stands behind it. */
export function Cell(props: CellProps) {
  const { look, isDense, mark, isInTabOrder, isOpen, activityId, schoolId, onOpen } = props
  const tabIndex = isInTabOrder ? 0 : -1
  if (look === undefined) {
    return (
      <td className={styles.none} data-place={mark} tabIndex={tabIndex}>
        <span aria-hidden="true">{NO_DATA}</span>
        <VisuallyHidden>строка не об этой школе</VisuallyHidden>
      </td>
    )
  }
  const kind = toStatusKind(look.kind)
  return (
    <td className={classes(styles.cell, styles[kind], isDense && styles.dense)} data-kind={kind}>
      <button
        type="button"
        className={styles.open}
        data-place={mark}
        data-cell={cellMark(activityId, schoolId)}
        tabIndex={tabIndex}
        aria-expanded={isOpen}
        onClick={() => onOpen(activityId, schoolId)}
      >
        <Icon name={SHAPE_OF[kind]} size={isDense ? 10 : 11} />
        {isDense && look.short !== look.text ? (
          <>
            <span aria-hidden="true">{look.short}</span>
            <VisuallyHidden>{look.text}</VisuallyHidden>
          </>
        ) : (
          <span>{look.text}</span>
        )}
      </button>
    </td>
  )
}

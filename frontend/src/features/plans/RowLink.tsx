import { Link } from '@tanstack/react-router'
import type { ActivityOut } from '@/api/generated/types.gen'
import { figureId } from './ActivityPanel'
import styles from './RowLink.module.css'

interface RowLinkProps {
  row: Pick<ActivityOut, 'id' | 'title'>
  /** True where the row has no «2 из 3» to return the focus to when its panel is closed. */
  hasFocusBack: boolean
}

/** The title of a row opens its panel: rows that are not counted have no figure to press. */
export function RowLink({ row, hasFocusBack }: RowLinkProps) {
  return (
    <Link
      to="/plan"
      search={(before) => ({ ...before, row: row.id })}
      resetScroll={false}
      className={styles.link}
      id={hasFocusBack ? figureId(row.id) : undefined}
    >
      {row.title}
    </Link>
  )
}

import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { LookOut } from '@/api/generated/types.gen'
import { NO_DATA } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { classes } from '@/ui/classes'
import { placeMark, useGrid } from '@/ui/useGrid'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { Cell } from './Cell'
import styles from './Matrix.module.css'
import { type CountedColumn, columnTerm, type ShownSchool } from './matrixRows'

export interface MatrixGridProps {
  /** What the table shows; read aloud, not seen. */
  caption: string
  /** Those of the page. */
  schools: readonly ShownSchool[]
  columns: readonly CountedColumn[]
  looks: readonly LookOut[]
  today: string
  /** The cell whose panel is open. */
  open: { row?: string; school?: string }
  onOpen: (activityId: string, schoolId: string) => void
}

/** Many schools: they go down, the rows of the plan across; shape and short words. */
export function SchoolsDown({ caption, schools, columns, looks, today, open, onOpen }: MatrixGridProps) {
  // The name of a school is the first column of the grid.
  const { active, handlers } = useGrid({ rows: schools.length, columns: columns.length + 1 })
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern on a table keeps its heads
    <table role="grid" className={classes(styles.matrix, styles.dense)} aria-label={caption} {...handlers}>
      <thead>
        <tr>
          <th scope="col">Школа</th>
          {columns.map(({ column }) => (
            <th key={column.activity_id} scope="col" title={column.title}>
              {column.number}
              <VisuallyHidden>, {column.title}</VisuallyHidden>
              <span className={styles.term}>{columnTerm(column, today)}</span>
            </th>
          ))}
          <th scope="col" className={styles.num}>
            Выполнено
          </th>
        </tr>
      </thead>
      <tbody>
        {schools.map((school, row) => (
          <SchoolRow
            key={school.school.school_id}
            school={school}
            columns={columns}
            looks={looks}
            row={row}
            activeColumn={active.row === row ? active.column : null}
            openRow={open.school === school.school.school_id ? open.row : undefined}
            onOpen={onOpen}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Выполнено</th>
          {columns.map(({ column: { activity_id }, met, total }) => (
            <td key={activity_id}>{total > 0 ? ratioText(met, total) : NO_DATA}</td>
          ))}
          <td />
        </tr>
      </tfoot>
    </table>
  )
}

interface SchoolRowProps extends Pick<MatrixGridProps, 'columns' | 'looks' | 'onOpen'> {
  school: ShownSchool
  row: number
  /** Which of its cells is in the order of Tab; null when none is. */
  activeColumn: number | null
  openRow: string | undefined
}

/** Made anew only when something of its own changes: arrows touch two rows of fifty. */
const SchoolRow = memo(function SchoolRow(props: SchoolRowProps) {
  const { school: shown, columns, looks, row, activeColumn, openRow, onOpen } = props
  const { school_id, school_name, cells } = shown.school
  return (
    <tr>
      <th scope="row">
        <Link
          to="/schools/$schoolId"
          params={{ schoolId: school_id }}
          preload={false}
          className={styles.school}
          data-place={placeMark({ row, column: 0 })}
          tabIndex={activeColumn === 0 ? 0 : -1}
        >
          {bound(school_name)}
        </Link>
      </th>
      {columns.map(({ column: { activity_id }, place }, column) => (
        <Cell
          key={activity_id}
          look={looks[cells[place] ?? -1]}
          isDense
          mark={placeMark({ row, column: column + 1 })}
          isInTabOrder={activeColumn === column + 1}
          isOpen={openRow === activity_id}
          activityId={activity_id}
          schoolId={school_id}
          onOpen={onOpen}
        />
      ))}
      <td className={styles.num}>{ratioText(shown.done, shown.total)}</td>
    </tr>
  )
})

import { Link } from '@tanstack/react-router'
import type { StageCellOut, StageSchoolOut, StagesOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { classes } from '@/ui/classes'
import { DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import { type Place, placeMark, useGrid } from '@/ui/useGrid'
import { PANEL_ID } from './CellPanel'
import styles from './Stages.module.css'
import type { StagesSearch } from './search'
import { cellStatus } from './words'

interface StagesGridProps {
  stages: StagesOut
  /** Those of the filter. */
  schools: readonly StageSchoolOut[]
  open: StagesSearch
  onOpen: (school: string, step: string) => void
}

/** How the page finds a cell again when its panel is closed. */
export function cellMark(school: string, step: string): string {
  return `${school} ${step}`
}

/** Schools go down, steps across. One cell is in the order of Tab, arrows go from cell to cell. */
export function StagesGrid({ stages: { on, steps }, schools, open, onOpen }: StagesGridProps) {
  // The name of a school is the first column of the grid.
  const { active, handlers } = useGrid({ rows: schools.length, columns: steps.length + 1 })
  const placed = (place: Place) => ({
    'data-place': placeMark(place),
    tabIndex: active.row === place.row && active.column === place.column ? 0 : -1,
  })
  const columns = steps.map(({ code, title, due_on, done, total }) => ({
    key: code,
    title: (
      <>
        {bound(title)}{' '}
        <span className={styles.sub}>
          {ratioText(done, total)}, {due_on ? `до\u00a0${formatDate(due_on)}` : 'срок не назван'}
        </span>
      </>
    ),
  }))
  return (
    <div className={styles.grid}>
      <DataTable
        caption={`Ход проекта на ${formatDate(on)}`}
        narrow="cards"
        density="compact"
        isFramed
        minWidth="wide"
        grid={handlers}
        columns={[{ key: 'school', title: 'Школа' }, ...columns]}
      >
        <tbody>
          {schools.map(({ school_id, school_name, done, cells }, row) => (
            <tr key={school_id}>
              <th scope="row">
                <Link
                  to="/schools/$schoolId"
                  params={{ schoolId: school_id }}
                  preload={false}
                  {...placed({ row, column: 0 })}
                >
                  {bound(school_name)}
                </Link>{' '}
                <span className={styles.sub}>{ratioText(done, steps.length)}</span>
              </th>
              {cells.map((cell, at) => (
                <Cell
                  key={cell.step}
                  cell={cell}
                  label={steps[at]?.title}
                  place={placed({ row, column: at + 1 })}
                  mark={cellMark(school_id, cell.step)}
                  isOpen={open.school === school_id && open.step === cell.step}
                  onOpen={() => onOpen(school_id, cell.step)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  )
}

interface CellProps {
  cell: StageCellOut
  /** The step, where a card has no heads of columns. */
  label: string | undefined
  place: { 'data-place': string; tabIndex: number }
  mark: string
  isOpen: boolean
  onOpen: () => void
}

function Cell({ cell, label, place, mark, isOpen, onOpen }: CellProps) {
  const status = cellStatus(cell)
  return (
    <td data-label={label} className={classes(status.kind === 'late' && styles.late)}>
      <button
        type="button"
        className={styles.cell}
        data-cell={mark}
        aria-expanded={isOpen}
        aria-controls={isOpen ? PANEL_ID : undefined}
        onClick={onOpen}
        {...place}
      >
        <Status {...status} />
      </button>
    </td>
  )
}

import type { ActivityOut, EditionRowsOut, LookOut, MatrixOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { lowerFirst } from '@/lib/typography'
import { type Column, cell, DataTable, SectionRow } from '@/ui/DataTable'
import { lastPage, Pager } from '@/ui/Pager'
import { Status } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import { movedNotes, termLines, weekendNote } from '../deadlines'
import type { PlanSearch } from '../planSearch'
import { RowLink } from '../RowLink'
import type { RowGroup } from '../rowGroups'
import { type Axis, axisOf } from './axis'
import { HatchPattern, Lane, LaneHead, Legend } from './Lane'
import { marksOf, windowWords } from './marks'
import styles from './Timeline.module.css'

/** More lanes than this are not read at a glance, and 700 schools would not be drawn at all. */
const SCHOOLS_A_PAGE = 10

interface TimelineProps {
  edition: EditionRowsOut
  groups: readonly RowGroup[]
  /** Needed for groups by school. */
  matrix: MatrixOut | undefined
  search: PlanSearch
  hasPanel: boolean
  onChange: (change: Partial<PlanSearch>) => void
}

/** The rows along the months of the plan, or of the period of the filter. */
export function Timeline({ edition, groups, matrix, search, hasPanel, onChange }: TimelineProps) {
  const { period_start, period_end, on } = edition
  const axis = axisOf(search.from ?? period_start, search.to ?? period_end)
  const isBySchool = search.group === 'school'
  const page = Math.min(search.page ?? 1, lastPage(groups.length, SCHOOLS_A_PAGE))
  const onPage = isBySchool ? groups.slice((page - 1) * SCHOOLS_A_PAGE, page * SCHOOLS_A_PAGE) : groups
  // A row may stand in several groups: only its first place gets the focus back from the panel.
  const places = new Map(onPage.toReversed().flatMap(({ key, rows }) => rows.map(({ id }) => [id, key])))
  const columns: Column[] = [
    { key: 'number', title: '№', className: styles.number },
    { key: 'title', title: 'Мероприятие и срок, как в распоряжении', className: styles.title },
    { key: 'status', title: 'Состояние', className: styles.status },
    { key: 'lane', title: <LaneHead axis={axis} today={on} isTight={hasPanel} />, className: styles.lane },
  ]
  return (
    <>
      <HatchPattern />
      <DataTable
        caption={`Мероприятия дорожной карты по времени, с ${formatDate(axis.first)} по ${formatDate(axis.last)}, на ${formatDate(on)}`}
        columns={columns}
        density="compact"
        narrow="cards"
        minWidth="medium"
        hasStickyHeader
        isFramed
      >
        {onPage.map(({ key, title, meta, rows, schoolId }) => (
          <tbody key={key}>
            <SectionRow span={columns.length} title={title} meta={meta} />
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                look={schoolId && matrix ? lookOf(matrix, schoolId, row.id) : undefined}
                axis={axis}
                on={on}
                isOpen={row.id === search.row}
                hasFocusBack={places.get(row.id) === key}
              />
            ))}
          </tbody>
        ))}
      </DataTable>
      <Legend />
      {isBySchool && (
        <Pager
          what="школ"
          page={page}
          pageSize={SCHOOLS_A_PAGE}
          total={groups.length}
          onPage={(next) => onChange({ page: next > 1 ? next : undefined })}
        />
      )}
    </>
  )
}

interface RowProps {
  row: ActivityOut
  /** How the row stands for one school; absent: how it stands by itself. */
  look: LookOut | undefined
  axis: Axis
  on: string
  isOpen: boolean
  hasFocusBack: boolean
}

function Row({ row, look, axis, on, isOpen, hasFocusBack }: RowProps) {
  const { windows } = row
  const statuses = look ? [look] : windows.length > 0 ? windows.map(({ status }) => status) : [row.status]
  // A row of several windows has one word for a school: no single bar may wear it.
  const kind = look && (windows.length === 1 ? toStatusKind(look.kind) : null)
  const notes = [weekendNote(row.term_source, windows), ...movedNotes(windows)].filter(
    (note) => note !== null,
  )
  return (
    <tr className={isOpen ? cell.open : undefined}>
      <th scope="row" className={cell.number}>
        {row.number}
      </th>
      <td>
        <RowLink row={row} hasFocusBack={hasFocusBack} />
        <span className={cell.who}>
          {termLines(row.term_source).join(' · ')}
          {notes.map((note) => (
            <span key={note} className={styles.note}>
              {lowerFirst(note)}
            </span>
          ))}
        </span>
      </td>
      <td data-label="Состояние">
        <div className={styles.list}>
          {statuses.map(({ kind: shape, text }) => (
            <Status key={text} kind={toStatusKind(shape)} text={text} />
          ))}
        </div>
      </td>
      <td className={styles.drawn} data-label="По времени">
        <div>
          <Lane
            axis={axis}
            marks={marksOf({ ...row, kind }, axis)}
            today={on}
            title={`${row.number}: ${statuses.map(({ text }) => lowerFirst(text)).join(', ')}`}
          />
          <ul className={styles.facts}>
            {windows.map((window) => (
              <li key={window.id}>{windowWords(window, look === undefined)}</li>
            ))}
          </ul>
        </div>
      </td>
    </tr>
  )
}

function lookOf({ columns, rows, looks }: MatrixOut, schoolId: string, rowId: string): LookOut | undefined {
  const place = columns.findIndex(({ activity_id }) => activity_id === rowId)
  return looks[rows.find(({ school_id }) => school_id === schoolId)?.cells[place] ?? -1]
}

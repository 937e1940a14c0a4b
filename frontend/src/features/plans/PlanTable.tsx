import type { ActivityOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { NO_DATA } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { classes } from '@/ui/classes'
import { type Column, cell, DataTable, SectionRow } from '@/ui/DataTable'
import { FigureButton } from '@/ui/Figure'
import { NoData, Status } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import { figureId, PANEL_ID } from './ActivityPanel'
import { movedNotes, termLines, weekendNote } from './deadlines'
import styles from './PlanTable.module.css'
import type { Density } from './planSearch'
import { RowLink } from './RowLink'
import type { RowGroup } from './rowGroups'

interface PlanTableProps {
  groups: readonly RowGroup[]
  /** The day the statuses are for. */
  on: string
  density: Density
  openRow: string | undefined
  /** Beside an open panel the responsible stand under the title: no fact is lost for want of room. */
  hasPanel: boolean
  onToggle: (activityId: string) => void
}

export function PlanTable({ groups, on, density, openRow, hasPanel, onToggle }: PlanTableProps) {
  const columns = columnsOf(hasPanel)
  return (
    <DataTable
      caption={`Мероприятия дорожной карты на ${formatDate(on)}`}
      columns={columns}
      density={density}
      narrow="cards"
      minWidth="medium"
      hasStickyHeader
      isFramed
    >
      {groups.map(({ key, title, meta, rows }) => (
        <tbody key={key}>
          <SectionRow span={columns.length} title={title} meta={meta} />
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              isOpen={row.id === openRow}
              hasPanel={hasPanel}
              onToggle={() => onToggle(row.id)}
            />
          ))}
        </tbody>
      ))}
    </DataTable>
  )
}

function columnsOf(hasPanel: boolean): Column[] {
  const columns: (Column | false)[] = [
    { key: 'number', title: '№', className: styles.number },
    { key: 'title', title: hasPanel ? 'Мероприятие и ответственные' : 'Мероприятие' },
    { key: 'term', title: 'Срок, как в распоряжении', className: styles.term },
    !hasPanel && { key: 'who', title: 'Ответственные', className: styles.responsible },
    { key: 'result', title: 'Итоговый документ или ожидаемый результат', className: styles.result },
    { key: 'windows', title: 'Исполнения', className: styles.windows },
    { key: 'figure', title: 'Выполнено', isNumeric: true, className: styles.figure },
  ]
  return columns.filter((column) => column !== false)
}

interface RowProps {
  row: ActivityOut
  isOpen: boolean
  hasPanel: boolean
  onToggle: () => void
}

function Row({ row, isOpen, hasPanel, onToggle }: RowProps) {
  const weekend = weekendNote(row.term_source, row.windows)
  return (
    <tr className={isOpen ? cell.open : undefined}>
      <th scope="row" className={cell.number}>
        {row.number}
      </th>
      <td>
        <RowLink row={row} hasFocusBack={row.figure === null} />
        <span className={classes(cell.who, !hasPanel && styles.onCards)}>{row.responsible_source}</span>
      </td>
      <td data-label="Срок">
        <span>
          <span className={styles.lines}>{termLines(row.term_source).join('\n')}</span>
          {weekend && <span className={cell.who}>{weekend}</span>}
          {movedNotes(row.windows).map((note) => (
            <span key={note} className={cell.who}>
              {note}
            </span>
          ))}
        </span>
      </td>
      {!hasPanel && <td className={classes(styles.sub, styles.inTable)}>{row.responsible_source}</td>}
      <td className={styles.sub} data-label="Документ или результат">
        <Results row={row} />
      </td>
      <td data-label="Исполнения">
        <div className={styles.list}>
          {row.windows.map((window) => (
            <Status key={window.id} kind={toStatusKind(window.status.kind)} text={window.status.text} />
          ))}
          {row.windows.length === 0 && <Status kind={toStatusKind(row.status.kind)} text={row.status.text} />}
          {row.questions.map((question) => (
            <Status key={question.text} kind="ask" text={`Вопрос автору: ${question.short_text}`} />
          ))}
        </div>
      </td>
      <td className={cell.num} data-label="Выполнено">
        {row.figure ? (
          <FigureButton
            id={figureId(row.id)}
            met={row.figure.met}
            total={row.figure.total}
            label={`${row.number}, ${row.title}`}
            isOpen={isOpen}
            controls={PANEL_ID}
            onClick={onToggle}
          />
        ) : (
          <span className={styles.dim}>{NO_DATA}</span>
        )}
        {row.other_figures.length > 0 && (
          <span className={cell.who}>ещё {counted(row.other_figures.length, RESULTS)}</span>
        )}
      </td>
    </tr>
  )
}

const RESULTS = ['результат', 'результата', 'результатов'] as const

/** The act gives a row a document, an expected result, or neither. */
function Results({ row: { result_document, expected_result } }: { row: ActivityOut }) {
  const texts = [result_document, expected_result].filter((text) => text !== null)
  if (texts.length === 0) return <NoData text="не указан в распоряжении" />
  return (
    <div className={styles.list}>
      {texts.map((text) => (
        <span key={text}>{text}</span>
      ))}
    </div>
  )
}

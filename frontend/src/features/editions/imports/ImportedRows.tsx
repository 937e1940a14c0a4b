import type {
  ImportRemarkOut,
  ImportRowOut,
  ImportSectionOut,
  PlanImportOut,
} from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable, SectionRow } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import { NoData, Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { termWords } from '../draft/reading'
import { ROWS } from '../words'
import styles from './ImportedRows.module.css'
import { notesOf } from './importWords'

/** The place of a row on the page, for links of remarks. */
export function rowAnchor(number: string): string {
  return `row-${encodeURIComponent(number)}`
}

/** Every recognised row with its texts, how its term was read, what is asked, and its cells as they were in the file. */
export function ImportedRows({ found: { plan_id, sections, remarks } }: { found: PlanImportOut }) {
  // Without a plan in force there is nothing the rows could continue.
  const hasPlan =
    plan_id !== null || sections.some(({ rows }) => rows.some((row) => row.matched_number !== null))
  const columns = columnsOf(hasPlan)
  return (
    <DataTable
      caption="Распознанные строки"
      columns={columns}
      narrow="cards"
      minWidth="medium"
      hasStickyHeader
      isFramed
    >
      {sections.map((section) => (
        <tbody key={section.code}>
          <SectionRow
            span={columns.length}
            title={sectionTitle(section)}
            meta={counted(section.rows.length, ROWS)}
          />
          {section.rows.map((row) => (
            <Row key={row.number} row={row} remarks={remarks} hasPlan={hasPlan} />
          ))}
        </tbody>
      ))}
    </DataTable>
  )
}

function sectionTitle({ code, title }: ImportSectionOut): string {
  return title.startsWith(code) ? title : `${code}. ${title}`
}

function columnsOf(hasPlan: boolean): Column[] {
  const columns: (Column | false)[] = [
    { key: 'number', title: '№', className: styles.number },
    { key: 'title', title: 'Мероприятие' },
    { key: 'term', title: 'Срок и как он прочитан', className: styles.term },
    { key: 'who', title: 'Ответственные', className: styles.who },
    { key: 'result', title: 'Документ и результат', className: styles.result },
    hasPlan && { key: 'lineage', title: 'В действующей редакции', className: styles.lineage },
  ]
  return columns.filter((column) => column !== false)
}

function Row({
  row,
  remarks,
  hasPlan,
}: {
  row: ImportRowOut
  remarks: readonly ImportRemarkOut[]
  hasPlan: boolean
}) {
  const { number, title, term_source, responsible_source, cells } = row
  return (
    <tr id={rowAnchor(number)}>
      <td data-label="№" className={cell.number}>
        <span>{number}</span>
      </td>
      <th scope="row">
        {title}
        {notesOf(row, remarks).map(({ kind, text: words }) => (
          <span key={words} className={styles.question}>
            <Status kind={kind} text={words} />
          </span>
        ))}
        {cells.length > 0 && <Cells cells={cells} />}
      </th>
      <td data-label="Срок">
        <div>
          <span className={styles.lines}>{term_source}</span>
          <span className={cell.who}>{bound(termWords(row))}</span>
        </div>
      </td>
      <td data-label="Ответственные">
        <span className={styles.lines}>{responsible_source}</span>
      </td>
      <td data-label="Документ и результат">
        <Results row={row} />
      </td>
      {hasPlan && (
        <td data-label="В действующей">
          <span>{row.matched_number === null ? 'новая строка' : `продолжает ${row.matched_number}`}</span>
        </td>
      )}
    </tr>
  )
}

function Cells({ cells }: { cells: readonly string[] }) {
  return (
    <div className={styles.cells}>
      <Disclosure summary="Как в файле">
        <ol>
          {cells.map((words, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            <li key={place}>{words === '' ? <span className={text.dim}>пустая ячейка</span> : words}</li>
          ))}
        </ol>
      </Disclosure>
    </div>
  )
}

function Results({ row: { result_document, expected_result } }: { row: ImportRowOut }) {
  if (result_document === null && expected_result === null) return <NoData text="не указан в файле" />
  return (
    <div className={text.stack}>
      {result_document !== null && <p>{result_document}</p>}
      {expected_result !== null && <p className={text.sub}>{expected_result}</p>}
    </div>
  )
}

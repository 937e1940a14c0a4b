import { Link } from '@tanstack/react-router'
import type { UploadListItemOut } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import styles from './UploadsPage.module.css'
import { kindOf, remarksText } from './uploadState'
import { KINDS } from './words'

/** People of other organisations are not named to this one. */
const FOREIGN_SENDER = 'отправитель другой организации'
/** More names than this say less than how many there are. */
const MOST_SCHOOLS = 3

const COLUMNS: Column[] = [
  { key: 'number', title: '№' },
  { key: 'what', title: 'Что в файле', className: styles.what },
  { key: 'schools', title: 'Школы', className: styles.schools },
  { key: 'rows', title: 'Строк', isNumeric: true },
  { key: 'state', title: 'Состояние' },
  { key: 'sent', title: 'Кто и когда прислал', className: styles.sent },
]

export function UploadsTable({ uploads }: { uploads: readonly UploadListItemOut[] }) {
  return (
    <DataTable caption="Загрузки" columns={COLUMNS} narrow="cards" hasStickyHeader isFramed minWidth="medium">
      <tbody>
        {uploads.map((upload) => (
          <Row key={upload.id} upload={upload} />
        ))}
      </tbody>
    </DataTable>
  )
}

function Row({ upload }: { upload: UploadListItemOut }) {
  const { id, number, kind, state, title, filename, rows_total, sent_by, received_at, guarded } = upload
  // Before the check nothing is known of the remarks.
  const remarks = upload.error
    ? firstSentence(upload.error)
    : rows_total === null
      ? null
      : remarksText(upload)
  const isCorrection = kind === 'participant'
  const name = isCorrection ? `Исправление результата${title ? `: ${title}` : ''}` : (title ?? filename)
  const origin = isCorrection ? [] : [...(kind === 'rows' ? [KINDS.rows] : []), ...(title ? [filename] : [])]
  return (
    <tr>
      <td data-label="№" className={cell.number}>
        <span>{number}</span>
      </td>
      <th scope="row">
        <Link to="/uploads/$uploadId" params={{ uploadId: id }}>
          {name}
        </Link>
        {origin.length > 0 && <span className={cell.who}>{origin.join(', ')}</span>}
      </th>
      <td data-label="Школы">
        <span>{schoolsText(upload.school_names)}</span>
      </td>
      <td data-label="Строк" className={cell.num}>
        <span>{formatNumber(rows_total)}</span>
      </td>
      <td data-label="Состояние">
        <div>
          <Status kind={kindOf(upload)} text={capital(upload.state_title)} />
          {guarded && state === 'screened' && <Guarded />}
          {remarks && <span className={cell.who}>{remarks}</span>}
        </div>
      </td>
      <td data-label="Кто и когда">
        <div>
          {bound(sent_by ?? FOREIGN_SENDER)}
          <span className={cell.who}>{formatInstant(received_at)}</span>
        </div>
      </td>
    </tr>
  )
}

function Guarded() {
  return (
    <div>
      <Status kind="due" text="Нужен второй сотрудник" />
    </div>
  )
}

/** The first few by name, the others by their number. */
export function schoolsText(names: readonly string[]): string {
  if (names.length === 0) return NO_DATA
  const shown = names.slice(0, MOST_SCHOOLS)
  const more = names.length - shown.length
  return bound(more > 0 ? `${shown.join(', ')} и ещё ${more}` : shown.join(', '))
}

/** The page of the upload says it in full. */
export function firstSentence(words: string): string {
  return /^.+?[.!?](?=\s|$)/.exec(words)?.[0] ?? words
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

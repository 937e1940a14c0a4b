import { Link } from '@tanstack/react-router'
import type { ConfirmationOut, ConfirmationRowOut, SignalShareOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Tag } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { countOf, intervalOf, pctOf } from './words'

const COLUMNS: Column[] = [
  { key: 'school', title: 'ОО' },
  { key: 'subject', title: 'Предмет' },
  { key: 'grade', title: 'Класс', isNumeric: true },
  { key: 'participants', title: 'Участников', isNumeric: true },
  { key: 'compared', title: 'Обе отметки', isNumeric: true },
  { key: 'lowered', title: 'Понизили, чел', isNumeric: true },
  { key: 'lowered_pct', title: '%', isNumeric: true },
  { key: 'confirmed', title: 'Подтвердили, чел', isNumeric: true },
  { key: 'confirmed_pct', title: '%', isNumeric: true },
  { key: 'raised', title: 'Повысили, чел', isNumeric: true },
  { key: 'raised_pct', title: '%', isNumeric: true },
]
const FIGURES = 8

/** Понизили: отметка за ВПР ниже журнала; повысили: выше. The total is of the rows with figures. */
export function ConfirmationTable({ found: { year, rows, total } }: { found: ConfirmationOut }) {
  return (
    <DataTable
      caption="Подтверждение отметок"
      columns={COLUMNS}
      minWidth="wide"
      isFramed
      footer={
        <tr>
          <th scope="row" colSpan={3}>
            Итого по отбору
            {total.hidden_rows > 0 && (
              <div className={text.meta}>
                без строк, где мало участников: {formatNumber(total.hidden_rows)}
              </div>
            )}
          </th>
          <td className={cell.num}>{formatNumber(total.participants)}</td>
          <td className={cell.num}>{formatNumber(total.compared)}</td>
          <Shares row={total} />
        </tr>
      }
    >
      <tbody>
        {rows.map((row) => (
          <Row key={`${row.school_id}.${row.work_title}`} row={row} year={year ?? undefined} />
        ))}
      </tbody>
    </DataTable>
  )
}

function Row({ row, year }: { row: ConfirmationRowOut; year: number | undefined }) {
  const isSmall = row.lowered?.is_small === true
  return (
    <tr>
      <th scope="row">
        <Link to="/analysis/confirmation" search={{ year, school: row.school_id }}>
          {bound(row.school_name)}
        </Link>
        <div className={text.meta}>{bound(row.work_title)}</div>
      </th>
      <td>{row.subject_name}</td>
      <td className={cell.num}>{row.grade}</td>
      {row.participants === null ? (
        <td colSpan={FIGURES}>{row.why_missing}</td>
      ) : (
        <>
          <td className={cell.num}>{formatNumber(row.participants)}</td>
          <td className={cell.num}>
            {formatNumber(row.compared)}
            {isSmall && (
              <div>
                <Tag kind="idle" text="малая выборка" />
              </div>
            )}
          </td>
          {row.why_missing ? <td colSpan={FIGURES - 2}>— {row.why_missing}</td> : <Shares row={row} />}
        </>
      )}
    </tr>
  )
}

interface SharesProps {
  row: { lowered: SignalShareOut | null; confirmed: SignalShareOut | null; raised: SignalShareOut | null }
}

function Shares({ row: { lowered, confirmed, raised } }: SharesProps) {
  return [lowered, confirmed, raised].map((share, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a share is its column
    <Pair key={place} share={share} />
  ))
}

function Pair({ share }: { share: SignalShareOut | null }) {
  return (
    <>
      <td className={cell.num}>{countOf(share)}</td>
      <td className={cell.num}>
        {pctOf(share)}
        {share && share.pct !== null && share.n >= 20 && <div className={text.meta}>{intervalOf(share)}</div>}
      </td>
    </>
  )
}

import { Link } from '@tanstack/react-router'
import type { ResultOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { intervalText, shareText } from '@/lib/shares'
import { type Column, cell, DataTable, SectionRow } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { momentOf, type ResultGroup } from './figures'
import { Programme } from './IntervalsTable'
import styles from './SchoolResults.module.css'

const COLUMNS: Column[] = [
  { key: 'year', title: 'Год' },
  { key: 'n', title: 'Участников', isNumeric: true },
  { key: 'n2', title: '«2»', isNumeric: true },
  { key: 'n3', title: '«3»', isNumeric: true },
  { key: 'n4', title: '«4»', isNumeric: true },
  { key: 'n5', title: '«5»', isNumeric: true },
  { key: 'average', title: 'Средняя', isNumeric: true },
  { key: 'success', title: 'Успеваемость', isNumeric: true },
  { key: 'quality', title: 'Качество', isNumeric: true },
  { key: 'failed', title: 'Доля «2»', isNumeric: true },
  {
    key: 'interval',
    title: (
      <>
        <IntervalScale />
        <VisuallyHidden>95 % интервал доли «2»</VisuallyHidden>
      </>
    ),
    className: styles.chart,
  },
  { key: 'journal', title: 'Против журнала' },
  { key: 'version', title: 'Версия', className: styles.source },
]

interface FiguresTableProps {
  groups: readonly ResultGroup[]
  /** Protocols of this upload are marked, and the first of them is brought into sight. */
  markedUploadId: string | undefined
}

/** Every figure of every current protocol, with where it comes from. */
export function FiguresTable({ groups, markedUploadId }: FiguresTableProps) {
  const maySeeUploads = useMay('see_uploads')
  return (
    <DataTable caption="Результаты школы" columns={COLUMNS} minWidth="wide" hasStickyHeader>
      {groups.map(({ key, title, results }) => (
        <tbody key={key}>
          <SectionRow span={COLUMNS.length} title={title} />
          {results.map((result, place) => (
            <Row
              key={result.protocol_id}
              result={result}
              isContext={place < results.length - 1}
              isMarked={markedUploadId !== undefined && result.upload_id === markedUploadId}
              maySeeUploads={maySeeUploads}
            />
          ))}
        </tbody>
      ))}
    </DataTable>
  )
}

interface RowProps {
  result: ResultOut
  isContext: boolean
  isMarked: boolean
  maySeeUploads: boolean
}

function Row({ result, isContext, isMarked, maySeeUploads }: RowProps) {
  const { figures } = result
  const failed = figures.below_min
  const hasMarks = figures.avg_mark.n > 0 || figures.n === 0
  return (
    <tr className={isMarked ? cell.open : undefined} ref={isMarked ? intoSight : undefined}>
      <th scope="row">
        {momentOf(result)}
        <div className={styles.programme}>
          <Programme result={result} />
        </div>
      </th>
      <td className={cell.num}>
        {formatNumber(figures.n)}
        {figures.small_sample && <span className={styles.unit}>малая выборка</span>}
      </td>
      <td className={cell.num}>{hasMarks ? formatNumber(figures.n2) : '—'}</td>
      <td className={cell.num}>{hasMarks ? formatNumber(figures.n3) : '—'}</td>
      <td className={cell.num}>{hasMarks ? formatNumber(figures.n4) : '—'}</td>
      <td className={cell.num}>{hasMarks ? formatNumber(figures.n5) : '—'}</td>
      <td className={cell.num}>
        {formatNumber((hasMarks ? figures.avg_mark : figures.avg_test).value, { digits: 2, fixed: true })}
        {!hasMarks && figures.avg_test.n > 0 && <span className={styles.unit}>тестовый балл</span>}
      </td>
      <td className={cell.num}>{shareText(figures.success)}</td>
      <td className={cell.num}>{shareText(figures.quality)}</td>
      <td className={cell.num}>
        <b>{shareText(failed)}</b>
        <span className={styles.unit}>{intervalText(failed)}</span>
      </td>
      <td className={styles.beside}>
        {failed.pct !== null && failed.ci_low_pct !== null && failed.ci_high_pct !== null && (
          <Interval
            low={failed.ci_low_pct}
            point={failed.pct}
            high={failed.ci_high_pct}
            isContext={isContext}
          />
        )}
      </td>
      <td className={styles.journal}>{journalText(result)}</td>
      <td>
        <Source result={result} maySeeUploads={maySeeUploads} />
      </td>
    </tr>
  )
}

function intoSight(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'center' })
}

/** «1 ниже, 6 так же, 1 выше»; with «из 7», where the journal is not known for everybody. */
function journalText({ figures: { n, lowered, confirmed, raised } }: ResultOut): string {
  if (confirmed.n === 0) return 'журнал не указан'
  const words = `${lowered.count} ниже, ${confirmed.count} так\u00a0же, ${raised.count} выше`
  return confirmed.n === n ? words : `${words} из\u00a0${confirmed.n}`
}

/** Which version it is, when it was written, and the file it came from. */
function Source({ result, maySeeUploads }: Omit<RowProps, 'isContext' | 'isMarked'>) {
  const { protocol_id, version, recorded_at, upload_id, upload_number } = result
  return (
    <>
      <Link
        to="/protocols/$protocolId"
        params={{ protocolId: protocol_id }}
        aria-label={`Версия ${version}: история протокола`}
      >
        {version}
      </Link>
      <span className={styles.unit}>
        {formatDate(dateOfInstant(recorded_at))}
        {upload_id && maySeeUploads && (
          <>
            ,{' '}
            <Link to="/uploads/$uploadId" params={{ uploadId: upload_id }}>
              {`загрузка №\u00a0${upload_number}`}
            </Link>
          </>
        )}
      </span>
    </>
  )
}

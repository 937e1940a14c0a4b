import { Link } from '@tanstack/react-router'
import type {
  JournalEvidenceOut,
  MarkedEvidenceOut,
  SignalEvidenceOut,
  SignalShareOut,
} from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Tag } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { Histogram } from './Histogram'
import { PairEvidence } from './PairEvidence'
import { countOf, intervalOf, pctOf } from './words'

/** What a signal stands on, in the shape of its kind. */
export function Evidence({ evidence }: { evidence: SignalEvidenceOut }) {
  const { journal, histogram, marked, pair } = evidence
  return (
    <div className={text.stack}>
      <h3>На чём основано</h3>
      {journal && <JournalTable found={journal} />}
      {histogram && <Histogram found={histogram} />}
      {marked && <Marked found={marked} />}
      {pair && <PairEvidence found={pair} />}
    </div>
  )
}

const COLUMNS: Column[] = [
  { key: 'what', title: 'Отметка за работу' },
  { key: 'count', title: 'чел', isNumeric: true },
  { key: 'pct', title: '%', isNumeric: true },
  { key: 'interval', title: '95 %', isNumeric: true },
]

function JournalTable({ found }: { found: JournalEvidenceOut }) {
  const { lowered, confirmed, raised, lowered_far, raised_far, gap_marks, standing_out } = found
  const rows: { title: string; share: SignalShareOut; isOut: boolean }[] = [
    { title: 'Понизили (ниже журнала)', share: lowered, isOut: standing_out.includes('lowered') },
    { title: 'Подтвердили', share: confirmed, isOut: false },
    { title: 'Повысили (выше журнала)', share: raised, isOut: standing_out.includes('raised') },
    {
      title: `Ниже на ${gap_marks} балла и больше`,
      share: lowered_far,
      isOut: standing_out.includes('gap') && lowered_far.count > 0,
    },
    {
      title: `Выше на ${gap_marks} балла и больше`,
      share: raised_far,
      isOut: standing_out.includes('gap') && raised_far.count > 0,
    },
  ]
  return (
    <>
      <DataTable caption="Сравнение с журналом" columns={COLUMNS} isFramed density="compact">
        <tbody>
          {rows.map(({ title, share, isOut }) => (
            <tr key={title}>
              <th scope="row">
                {bound(title)} {isOut && <Tag kind="ask" text="выделяется" />}
              </th>
              <td className={cell.num}>{countOf(share)}</td>
              <td className={cell.num}>{pctOf(share)}</td>
              <td className={cell.num}>{intervalOf(share)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <p className={text.meta}>
        {`Обе отметки есть у ${formatNumber(lowered.n)}. `}
        <Link to="/analysis/confirmation" search={{}}>
          Все школы в таблице
        </Link>
      </p>
    </>
  )
}

function Marked({ found: { markers, years_before, file_name, recorded_at } }: { found: MarkedEvidenceOut }) {
  return (
    <>
      <p>
        <b>{markers.join(', ')}</b>: {counted(markers.length, ['маркер', 'маркера', 'маркеров'])} из 4.
      </p>
      <p>
        {years_before.length > 0
          ? `В списках прошлых лет: ${years_before.join(', ')}.`
          : 'В загруженных списках двух предыдущих лет школы нет.'}
      </p>
      <p className={text.meta}>{bound(`Файл «${file_name}», ${formatInstant(recorded_at)}`)}</p>
    </>
  )
}

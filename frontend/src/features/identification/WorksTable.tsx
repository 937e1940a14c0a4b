import type { JudgedWorkOut } from '@/api/generated/types.gen'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import text from '@/ui/text.module.css'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './Identification.module.css'
import { chanceText, intervalText, marginText } from './words'

const COLUMNS: Column[] = [
  { key: 'work', title: 'Процедура' },
  { key: 'below', title: 'Не преодолели минимум', isNumeric: true },
  { key: 'ci', title: 'Интервал 95\u00a0%', isNumeric: true },
  {
    key: 'chart',
    title: (
      <>
        <IntervalScale />
        <VisuallyHidden>График интервала</VisuallyHidden>
      </>
    ),
    className: styles.interval,
  },
  { key: 'margin', title: 'До порога' },
  { key: 'chance', title: 'Вероятность доли не ниже порога', isNumeric: true },
  { key: 'before', title: 'Год назад' },
]

/** Every work that was looked at, the low ones first: counts, interval, margin, probability. */
export function WorksTable({ works }: { works: readonly JudgedWorkOut[] }) {
  return (
    <DataTable caption="Процедуры школы в расчёте" columns={COLUMNS} narrow="cards" minWidth="medium">
      <tbody>
        {works.map((work) => (
          <tr key={work.title}>
            <th scope="row">
              {bound(work.title)}
              <div className={text.meta}>{standingOf(work)}</div>
            </th>
            <td data-label="Не преодолели минимум" className={cell.num}>
              <b>{ratioText(work.below, work.participants)}</b>
            </td>
            <td data-label="Интервал 95 %" className={cell.num}>
              {intervalText(work.ci_low_pct, work.ci_high_pct)}
            </td>
            <td className={styles.interval}>
              {work.pct !== null && work.ci_low_pct !== null && work.ci_high_pct !== null && (
                <Interval
                  low={work.ci_low_pct}
                  point={work.pct}
                  high={work.ci_high_pct}
                  isContext={!work.is_low}
                />
              )}
            </td>
            <td data-label="До порога">{marginText(work)}</td>
            <td data-label="Вероятность доли не ниже порога" className={cell.num}>
              {chanceText(work.probability)}
            </td>
            <td data-label="Год назад">
              {work.before.length === 0
                ? '— не было'
                : work.before
                    .map(({ below, participants, year }) => `${ratioText(below, participants)} в ${year}`)
                    .join('; ')}
              {work.was_low && <div className={text.meta}>тоже низкая</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function standingOf({ is_enough, is_low, is_near }: JudgedWorkOut): string {
  if (!is_enough) return 'не учтена: мало участников'
  if (is_low) return 'низкая'
  return is_near ? 'близко к порогу' : 'учтена, не низкая'
}

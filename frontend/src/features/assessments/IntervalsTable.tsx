import { NO_DATA } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import { intervalText } from '@/lib/shares'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import text from '@/ui/text.module.css'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { momentOf, type ResultGroup } from './figures'
import styles from './SchoolResults.module.css'

const COLUMNS: Column[] = [
  { key: 'work', title: 'Показатель', className: styles.title },
  { key: 'year', title: 'Год' },
  { key: 'failed', title: '«2»', isNumeric: true, className: styles.narrow },
  { key: 'interval', title: 'Интервал', isNumeric: true, className: styles.narrow },
  {
    key: 'chart',
    title: (
      <>
        <IntervalScale />
        <VisuallyHidden>График интервала</VisuallyHidden>
      </>
    ),
    className: styles.wideChart,
  },
]

/** The share of «2» by years: a point and its interval; the newest is inked, the earlier are context. */
export function IntervalsTable({ groups }: { groups: readonly ResultGroup[] }) {
  return (
    <DataTable
      caption="Доля отметок «2» с числом участников и интервалами"
      columns={COLUMNS}
      minWidth="medium"
      density="compact"
    >
      {groups.map(({ key, title, results }) => (
        <tbody key={key}>
          {results.map((result, place) => {
            const share = result.figures.below_min
            const isLast = place === results.length - 1
            return (
              <tr key={result.protocol_id} className={isLast ? undefined : styles.joined}>
                {place === 0 && (
                  <th scope="rowgroup" rowSpan={results.length}>
                    {title}
                  </th>
                )}
                <td className={styles.moment}>
                  {momentOf(result)} <Programme result={result} />
                </td>
                <td className={cell.num}>
                  <b>{share.n === 0 ? NO_DATA : ratioText(share.count, share.n)}</b>
                </td>
                <td className={cell.num}>{intervalText(share)}</td>
                <td className={styles.interval}>
                  {share.pct !== null && share.ci_low_pct !== null && share.ci_high_pct !== null && (
                    <Interval
                      low={share.ci_low_pct}
                      point={share.pct}
                      high={share.ci_high_pct}
                      isContext={!isLast}
                    />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      ))}
    </DataTable>
  )
}

/** Said only where the work tested another grade than the one that sat it (autumn 2020). */
export function Programme({ result: { work } }: { result: ResultGroup['results'][number] }) {
  if (work.programme_grade === work.grade) return null
  return <span className={text.meta}>{`программа ${work.programme_grade}\u00a0класса`}</span>
}

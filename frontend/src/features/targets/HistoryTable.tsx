/** Up to five years beside a target: the figure, its interval, and whether it may be compared with the base. */
import type { TargetOut, TargetYearOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Interval } from '@/ui/Interval'
import text from '@/ui/text.module.css'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './Targets.module.css'
import { intervalText, missingText, valueText } from './words'

const NUMBERS: Column[] = [
  { key: 'year', title: 'Год' },
  { key: 'value', title: 'Показатель', isNumeric: true },
  { key: 'interval', title: '95 % интервал', isNumeric: true },
]
const CHART: Column = {
  key: 'chart',
  title: <VisuallyHidden>График интервала, от 0 до 100 %</VisuallyHidden>,
  className: styles.chart,
}
const COMPARED: Column = { key: 'compared', title: 'С базой' }

interface HistoryTableProps {
  measured: Pick<TargetOut, 'metric' | 'unit'>
  years: readonly TargetYearOut[]
}

export function HistoryTable({ measured, years }: HistoryTableProps) {
  const hasChart = measured.unit === 'pct'
  return (
    <DataTable
      caption="Показатель по годам"
      columns={[...NUMBERS, ...(hasChart ? [CHART] : []), COMPARED]}
      density="compact"
    >
      <tbody>
        {years.map(({ year, figure, is_base, is_due, why_not_comparable }) => (
          <tr key={year}>
            <th scope="row">
              {year} {is_base && <span className={text.meta}>база</span>}
              {is_due && <span className={text.meta}>план</span>}
            </th>
            <td className={cell.num}>{missingText(figure) ?? valueText(measured, figure)}</td>
            <td className={cell.num}>{intervalText(measured.unit, figure)}</td>
            {hasChart && (
              <td>
                {figure.low !== null && figure.value !== null && figure.high !== null && (
                  <Interval low={figure.low} point={figure.value} high={figure.high} isContext={!is_due} />
                )}
              </td>
            )}
            <td>{bound(wordsOf(is_base, why_not_comparable))}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function wordsOf(isBase: boolean, why: string | null): string {
  if (isBase) return 'это база'
  return why === null ? 'сравнимо' : `сравнивать нельзя. ${why}`
}

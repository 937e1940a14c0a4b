import { Link } from '@tanstack/react-router'
import type { FunnelOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { PERCENT_FROM_N, ratioText } from '@/lib/ratio'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import styles from '../Analysis.module.css'
import { type Measure, titleOf } from '../parts/measures'
import { zoneText } from './zones'

/** The points of the funnel in words, in the order of the alphabet: no list by result. */
export function FunnelTable({ funnel: { points }, measure }: { funnel: FunnelOut; measure: Measure }) {
  const columns: Column[] = [
    { key: 'school', title: 'Школа' },
    { key: 'n', title: 'Участников', isNumeric: true },
    { key: 'count', title: titleOf(measure), isNumeric: true },
    { key: 'zone', title: 'К\u00a0границам' },
  ]
  return (
    <DataTable caption="Школа и случайность" columns={columns} density="compact">
      <tbody>
        {points.map((point) => (
          <tr key={point.school_id}>
            <th scope="row">
              <Link to="/schools/$schoolId/results" params={{ schoolId: point.school_id }}>
                {point.name}
              </Link>
            </th>
            <td className={cell.num}>
              {point.n}
              {point.small_sample && <span className={styles.sub}>малая выборка</span>}
            </td>
            <td className={cell.num}>
              {ratioText(point.count, point.n)}
              {point.n >= PERCENT_FROM_N && `, ${formatNumber(point.pct)}\u00a0%`}
            </td>
            <td>{point.zone === 'inside' ? zoneText(point) : <b>{zoneText(point)}</b>}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

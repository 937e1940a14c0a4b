import { Link } from '@tanstack/react-router'
import type { VisitSummaryOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import { visitStatus, whenOf } from './words'

/** Visits as lines; on the page of a school its name is not repeated. */
export function VisitsTable({
  visits,
  hasSchool,
}: {
  visits: readonly VisitSummaryOut[]
  hasSchool: boolean
}) {
  return (
    <DataTable
      caption="Визиты"
      narrow="cards"
      isFramed
      columns={[
        { key: 'when', title: 'Когда' },
        ...(hasSchool ? [{ key: 'school', title: 'Школа' }] : []),
        { key: 'purpose', title: 'Зачем' },
        { key: 'who', title: 'Кто едет' },
        { key: 'state', title: 'Состояние' },
      ]}
    >
      <tbody>
        {visits.map((visit) => (
          <tr key={visit.id}>
            <th scope="row">
              <Link to="/visits/$visitId" params={{ visitId: visit.id }}>
                {whenOf(visit)}
              </Link>
            </th>
            {hasSchool && <td data-label="Школа">{bound(visit.school_name)}</td>}
            <td data-label="Зачем">{bound(visit.purpose)}</td>
            <td data-label="Кто едет">{visit.person_name}</td>
            <td data-label="Состояние">
              <Status {...visitStatus(visit)} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

import { Link } from '@tanstack/react-router'
import type { SchoolRowOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import text from '@/ui/text.module.css'
import styles from './SchoolsPage.module.css'
import { markOf } from './words'

const COLUMNS: Column[] = [
  { key: 'name', title: 'Школа' },
  { key: 'municipality', title: 'Муниципалитет' },
  { key: 'kind', title: 'Вид' },
  { key: 'pupils', title: 'Обучающихся', isNumeric: true },
  { key: 'mark', title: 'Признак и зона' },
  { key: 'project', title: 'В проекте 500+' },
  { key: 'curator', title: 'Куратор' },
  { key: 'mentor', title: 'Наставник' },
  { key: 'protocols', title: 'Протоколов', isNumeric: true },
]

/** `isStale`: the rows answer the previous question, the new answer is on its way. */
export function SchoolsTable({ schools, isStale }: { schools: readonly SchoolRowOut[]; isStale: boolean }) {
  return (
    <div data-print="wide" className={isStale ? styles.stale : undefined} aria-busy={isStale || undefined}>
      <DataTable
        caption="Школы"
        columns={COLUMNS}
        density="compact"
        narrow="cards"
        hasStickyHeader
        isFramed
        minWidth="wide"
      >
        <tbody>
          {schools.map((school) => (
            <Row key={school.id} school={school} />
          ))}
        </tbody>
      </DataTable>
    </div>
  )
}

function Row({ school }: { school: SchoolRowOut }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/schools/$schoolId" params={{ schoolId: school.id }}>
          {bound(school.short_name)}
        </Link>
        {school.former_name && <div className={text.meta}>прежнее название: {bound(school.former_name)}</div>}
      </th>
      <td data-label="Муниципалитет">
        <span>{bound(school.municipality)}</span>
      </td>
      <td data-label="Вид">
        <span>
          {school.kind_title}
          {school.is_rural && ', сельская'}
        </span>
      </td>
      <td data-label="Обучающихся" className={cell.num}>
        <span>{formatNumber(school.pupils)}</span>
      </td>
      <td data-label="Признак и зона" data-empty={markOf(school) === null || undefined}>
        <span>{markOf(school) ?? NO_DATA}</span>
      </td>
      <td data-label="В проекте 500+" data-empty={!school.in_project_since || undefined}>
        <span>{school.in_project_since ? `с\u00a0${formatDate(school.in_project_since)}` : NO_DATA}</span>
      </td>
      <td data-label="Куратор" data-empty={!school.curator || undefined}>
        <span>{school.curator ? bound(school.curator) : NO_DATA}</span>
      </td>
      <td data-label="Наставник" data-empty={!school.mentor || undefined}>
        <span>{school.mentor ? bound(school.mentor) : NO_DATA}</span>
      </td>
      <td data-label="Протоколов" className={cell.num}>
        <span>{formatNumber(school.protocols)}</span>
      </td>
    </tr>
  )
}

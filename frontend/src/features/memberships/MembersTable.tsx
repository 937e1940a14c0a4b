import { Link } from '@tanstack/react-router'
import type { MemberOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './Members.module.css'

const COLUMNS: Column[] = [
  { key: 'school', title: 'Школа' },
  { key: 'municipality', title: 'Муниципалитет', className: styles.municipality },
  { key: 'from', title: 'В проекте с', className: styles.day },
  // The day itself counts no longer: «по» would promise it.
  { key: 'to', title: 'Исключена с', className: styles.day },
  { key: 'basis', title: 'Основание', className: styles.basis },
]
const ACTION: Column = {
  key: 'action',
  title: <VisuallyHidden>Действие</VisuallyHidden>,
  className: styles.action,
}

interface MembersTableProps {
  caption: string
  members: readonly MemberOut[]
  /** Absent where nobody can be excluded. */
  onExclude?: (member: MemberOut) => void
}

export function MembersTable({ caption, members, onExclude }: MembersTableProps) {
  return (
    <DataTable caption={caption} columns={onExclude ? [...COLUMNS, ACTION] : COLUMNS} narrow="cards">
      <tbody>
        {members.map((member) => (
          <Row key={member.id} member={member} onExclude={onExclude} />
        ))}
      </tbody>
    </DataTable>
  )
}

function Row({ member, onExclude }: { member: MemberOut } & Pick<MembersTableProps, 'onExclude'>) {
  const { school_id, school_name, municipality, joined_on, left_on, basis } = member
  return (
    <tr>
      <th scope="row">
        <Link to="/schools/$schoolId" params={{ schoolId: school_id }}>
          {bound(school_name)}
        </Link>
      </th>
      <td data-label="Муниципалитет">
        <span>{municipality}</span>
      </td>
      <td data-label="В проекте с">
        <span>{formatDate(joined_on)}</span>
      </td>
      <td data-label="Исключена с" data-empty={left_on === null || undefined}>
        <span>{left_on ? formatDate(left_on) : '—'}</span>
      </td>
      <td data-label="Основание">
        <span>{bound(basis)}</span>
      </td>
      {onExclude && (
        <td className={styles.action}>
          {left_on === null && (
            <Button
              size="small"
              aria-haspopup="dialog"
              aria-label={`Исключить: ${school_name}`}
              onClick={() => onExclude(member)}
            >
              Исключить
            </Button>
          )}
        </td>
      )}
    </tr>
  )
}

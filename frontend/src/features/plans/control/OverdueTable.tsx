import { Link } from '@tanstack/react-router'
import type { OverdueOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { NO_DATA } from '@/lib/numbers'
import { counted, DAYS } from '@/lib/plural'
import { bound, lowerFirst } from '@/lib/typography'
import { cell, DataTable } from '@/ui/DataTable'
import { Figure } from '@/ui/Figure'
import { NoData, Status } from '@/ui/Status'
import styles from './Control.module.css'

interface OverdueTableProps {
  overdue: readonly OverdueOut[]
  on: string
  edition: string
}

/** What is overdue, whose it is, for how many days, and what it waits for. */
export function OverdueTable({ overdue, on, edition }: OverdueTableProps) {
  return (
    <DataTable
      caption={`Просроченные строки плана на ${formatDate(on)}`}
      columns={[
        { key: 'number', title: '№', className: styles.number },
        { key: 'title', title: 'Мероприятие' },
        { key: 'days', title: 'Просрочено', className: styles.days },
        { key: 'owners', title: 'Чья строка', className: styles.owners },
        { key: 'waits', title: 'Чего не хватает', className: styles.owners },
        { key: 'figure', title: 'Выполнено', isNumeric: true, className: styles.figure },
      ]}
      narrow="cards"
    >
      <tbody>
        {overdue.map((row) => (
          <tr key={`${row.activity_id} ${row.ends_on} ${row.window}`}>
            <th scope="row" className={cell.number}>
              {row.number}
            </th>
            <td>
              <Link to="/plan" search={{ edition, row: row.activity_id }} className={styles.link}>
                {row.title}
              </Link>
              <span className={cell.who}>{bound(termOf(row))}</span>
            </td>
            <td data-label="Просрочено">
              <Status kind="late" text={`на ${counted(row.days, DAYS)}`} />
            </td>
            <td data-label="Чья строка">
              {row.owners.length > 0 ? bound(row.owners.join(', ')) : <NoData text="не указана" />}
            </td>
            <td data-label="Чего не хватает">{row.waits_for === null ? NO_DATA : bound(row.waits_for)}</td>
            <td className={cell.num} data-label="Выполнено">
              {row.figure ? <Figure met={row.figure.met} total={row.figure.total} /> : NO_DATA}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** The window by its name; a deadline that was moved is told too. */
function termOf({ window, ends_on }: OverdueOut): string {
  const due = formatDate(ends_on)
  return window.includes(due) ? lowerFirst(window) : `${lowerFirst(window)}, срок ${due}`
}

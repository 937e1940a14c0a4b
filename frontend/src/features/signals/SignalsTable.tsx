import { Link } from '@tanstack/react-router'
import type { SignalOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Status, Tag } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { STATE_KIND } from './words'

const COLUMNS: Column[] = [
  { key: 'school', title: 'Школа' },
  { key: 'kind', title: 'О чём' },
  { key: 'n', title: 'n', isNumeric: true },
  { key: 'words', title: 'Что видно' },
  { key: 'state', title: 'Решение' },
]

interface SignalsTableProps {
  items: readonly SignalOut[]
  openKey: string | undefined
  onOpen: (key: string) => void
}

/** A row for every signal, by school; never by how large a number is. */
export function SignalsTable({ items, openKey, onOpen }: SignalsTableProps) {
  return (
    <DataTable caption="Сигналы объективности" columns={COLUMNS} narrow="cards" isFramed hasStickyHeader>
      <tbody>
        {items.map((signal) => (
          <tr key={signal.key} className={signal.key === openKey ? cell.open : undefined}>
            <th scope="row">
              <Link to="/analysis/signals" search={{ year: signal.year, school: signal.school_id }}>
                {bound(signal.school_name)}
              </Link>
            </th>
            <td data-label="О чём">
              <div>
                <Button
                  look="quiet"
                  aria-expanded={signal.key === openKey}
                  aria-controls={signal.key === openKey ? 'signal' : undefined}
                  aria-label={`${signal.kind_title}: ${signal.school_name}, ${signal.title}`}
                  onClick={() => onOpen(signal.key)}
                >
                  {bound(signal.kind_title)}
                </Button>
                <div className={text.meta}>{bound(signal.title)}</div>
              </div>
            </td>
            <td data-label="n" className={cell.num}>
              {formatNumber(signal.n)}
            </td>
            <td data-label="Что видно">
              <div>
                {bound(signal.words)} {signal.is_approximate && <Tag kind="idle" text="приблизительно" />}
              </div>
            </td>
            <td data-label="Решение">
              <div>
                <Status kind={STATE_KIND[signal.state]} text={signal.state_title} />
                {signal.is_returned && <div className={text.meta}>числа изменились после решения</div>}
                {signal.comments > 0 && <div className={text.meta}>есть пояснение школы</div>}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

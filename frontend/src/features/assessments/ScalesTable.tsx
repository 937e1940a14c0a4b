import type { ScaleVersionOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Tag } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { Bands } from './Bands'
import styles from './Scales.module.css'
import { conditionText, figuresText, nameOf } from './scaleWords'

const COLUMNS: Column[] = [
  { key: 'work', title: 'Работа' },
  { key: 'years', title: 'Годы' },
  { key: 'figures', title: 'Баллы' },
  { key: 'source', title: 'Источник' },
  { key: 'confidence', title: 'Надёжность' },
]

interface ScalesTableProps {
  items: readonly ScaleVersionOut[]
  openId: string | undefined
  onOpen: (scaleId: string) => void
}

/** A row for every scale in force; the name opens it whole. */
export function ScalesTable({ items, openId, onOpen }: ScalesTableProps) {
  return (
    <DataTable caption="Шкалы и пороги" columns={COLUMNS} narrow="cards" isFramed>
      <tbody>
        {items.map((scale) => (
          <tr key={scale.id} className={scale.id === openId ? cell.open : undefined}>
            <th scope="row">
              <Button look="quiet" aria-expanded={scale.id === openId} onClick={() => onOpen(scale.id)}>
                {bound(`${scale.procedure_title}, ${nameOf(scale)}`)}
              </Button>
            </th>
            <td data-label="Годы" className={text.nowrap}>
              {scale.years}
            </td>
            <td data-label="Баллы">
              <div>
                <Bands scale={scale} />
                {scale.kind !== 'marks' && <div className={text.meta}>{scale.kind_title}</div>}
                <div>{bound(figuresText(scale))}</div>
                {scale.conditions.map((condition) => (
                  <div key={condition.code} className={text.meta}>
                    {bound(conditionText(condition))}
                  </div>
                ))}
              </div>
            </td>
            <td data-label="Источник">
              <div className={styles.source}>
                {bound(scale.source)}
                {scale.origin === 'person' && (
                  <div
                    className={text.meta}
                  >{`${scale.author_name ?? 'методист'}, версия ${scale.version}`}</div>
                )}
                {scale.offered_id && <Tag kind="due" text="есть другая версия справочника" />}
              </div>
            </td>
            <td data-label="Надёжность">{scale.confidence}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

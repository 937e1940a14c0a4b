import type { EntryExitOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './TaskAnalysis.module.css'
import { DIFFICULTIES, differenceText, doneText, rangeText } from './words'

type Item = EntryExitOut['items'][number]

const COLUMNS: Column[] = [
  { key: 'skill', title: 'Умение' },
  { key: 'entry', title: 'Вход', isNumeric: true },
  { key: 'exit', title: 'Итог', isNumeric: true },
  { key: 'change', title: 'Изменение', isNumeric: true },
  {
    key: 'chart',
    title: (
      <>
        <span aria-hidden="true">−100 … 0 … +100 п.&nbsp;п.</span>
        <VisuallyHidden>График изменения</VisuallyHidden>
      </>
    ),
    className: styles.chart,
  },
  { key: 'verdict', title: 'Вывод' },
]

/** Each common task: how it was done before and after, and whether a change can be told from noise. */
export function ChangesTable({ items }: { items: readonly Item[] }) {
  return (
    <DataTable caption="Вход и итог по общим заданиям" columns={COLUMNS} minWidth="medium">
      <tbody>
        {items.map((item) => (
          <tr key={`${item.entry_task} ${item.exit_task}`}>
            <th scope="row">
              {bound(item.skill)}
              <span className={styles.unit}>
                {`задания ${item.entry_task} и\u00a0${item.exit_task}, ${item.max}\u00a0б.`}
                {item.difficulty && `, ${DIFFICULTIES[item.difficulty]}`}
              </span>
            </th>
            <Side done={item.entry} maximum={item.max} />
            <Side done={item.exit} maximum={item.max} />
            <td className={cell.num}>
              {item.change
                ? differenceText(item.change.delta_pp, item.change.low_pp, item.change.high_pp)
                : '—'}
            </td>
            <td className={styles.interval}>{item.change && <ChangeChart {...item.change} />}</td>
            <td>
              <b>{item.change ? item.change.words : 'нет участников'}</b>
              {item.small_sample && <span className={styles.unit}>малая выборка</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function Side({ done, maximum }: { done: Item['entry']; maximum: number }) {
  return (
    <td className={cell.num}>
      {doneText(done, maximum)}
      <span className={styles.unit}>{`${rangeText(done)}, n\u00a0=\u00a0${done.n ?? '—'}`}</span>
    </td>
  )
}

const WIDTH = 300
const HEIGHT = 30

/** The interval of a difference around zero; the cells beside it say the same. */
function ChangeChart({ delta_pp, low_pp, high_pp }: NonNullable<Item['change']>) {
  const x = (value: number) => 6 + ((value + 100) / 200) * (WIDTH - 12)
  return (
    <svg className={styles.change} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <line className={styles.zero} x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} />
      <line x1={x(low_pp)} x2={x(high_pp)} y1={HEIGHT / 2} y2={HEIGHT / 2} strokeWidth={2} />
      <circle cx={x(delta_pp)} cy={HEIGHT / 2} r={4.5} />
    </svg>
  )
}

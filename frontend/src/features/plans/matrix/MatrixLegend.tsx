import { Icon } from '@/ui/icons'
import { SHAPE_OF, type StatusKind } from '@/ui/status'
import styles from './MatrixLegend.module.css'
import type { ShownColumn } from './matrixRows'

const WORDS: readonly { kind: StatusKind; text: string }[] = [
  { kind: 'ok', text: 'принято или подтверждено, дата' },
  { kind: 'run', text: 'в работе' },
  { kind: 'due', text: 'срок подходит или на доработке' },
  { kind: 'late', text: 'просрочено, на сколько дней' },
  { kind: 'idle', text: 'ещё не срок или ждёт сведений' },
]

/** What the shapes mean and which row of the plan stands under which number. */
export function MatrixLegend({ columns }: { columns: readonly ShownColumn[] }) {
  return (
    <>
      <ul className={styles.shapes} aria-label="Обозначения">
        {WORDS.map(({ kind, text }) => (
          <li key={kind} data-kind={kind} className={styles[kind]}>
            <Icon name={SHAPE_OF[kind]} size={11} />
            {text}
          </li>
        ))}
        <li>— строка не об этой школе</li>
      </ul>
      {columns.length > 0 && (
        <section className={styles.rows} aria-label="Строки плана по номерам">
          <h2>Строки по номерам</h2>
          <ol>
            {columns.map(({ column: { activity_id, number, title } }) => (
              <li key={activity_id}>
                <b>{number}</b>
                <span>{title}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

import { dateOfInstant, formatDateLong, formatWeekday } from '@/lib/dates'
import styles from './DemoBanner.module.css'

/** The clock of this installation stands still: everybody must see it before believing a deadline. */
export function DemoBanner({ now }: { now: string }) {
  const today = dateOfInstant(now)
  return (
    <aside className={styles.banner} aria-label="Демонстрация">
      Демонстрация: сегодня {formatDateLong(today)}, {formatWeekday(today)}. Сроки считаются от этого дня,
      данные учебные.
    </aside>
  )
}

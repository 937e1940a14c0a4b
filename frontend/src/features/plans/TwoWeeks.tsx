import type { DayOut } from '@/api/generated/types.gen'
import { formatWeekdayShort } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/icons'
import { SHAPE_OF, toStatusKind } from '@/ui/status'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './TwoWeeks.module.css'
import { calendarCaption, dayWords } from './todoWords'

/** This week and the next one, with the number of deadlines on each day. */
export function TwoWeeks({ days }: { days: readonly DayOut[] }) {
  return (
    <Box title="Две недели">
      <ol className={styles.days}>
        {days.map((day) => (
          <Day key={day.day} day={day} />
        ))}
      </ol>
      <p className={styles.caption}>{calendarCaption(days)}</p>
    </Box>
  )
}

function Day({ day: { day, is_today, is_day_off, numbers, kind } }: { day: DayOut }) {
  const shape = kind === null ? null : toStatusKind(kind)
  return (
    <li
      className={classes(is_day_off && styles.off, is_today && styles.today)}
      aria-current={is_today ? 'date' : undefined}
    >
      {formatWeekdayShort(day)}
      <b>{Number(day.slice(8))}</b>
      <span className={classes(styles.mark, shape && styles[shape])}>
        {shape && numbers.length > 0 && (
          <>
            <Icon name={SHAPE_OF[shape]} size={10} />
            <span aria-hidden="true">{numbers.length}</span>
            <VisuallyHidden>{dayWords(numbers)}</VisuallyHidden>
          </>
        )}
      </span>
    </li>
  )
}

/** What follows from the tables, in sentences: weakest tasks, what tells groups apart, what is worth a look. */
import type { TaskAnalysisOut, TaskCompletionOut } from '@/api/generated/types.gen'
import { formatNumber, formatSigned } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import styles from './TaskAnalysis.module.css'
import { DIFFICULTIES, doneText, PUPILS, rangeText } from './words'

type Tasks = TaskAnalysisOut['tasks']

/** «58,3 %, 52,1–64,9 %, 240 участников». */
function told(done: TaskCompletionOut, maximum: number): string {
  return `${doneText(done, maximum)} (${rangeText(done)}, ${counted(done.n ?? 0, PUPILS)})`
}

function maximumOf(tasks: Tasks, name: string): number {
  return tasks.find((task) => task.name === name)?.max ?? 1
}

function titleOf(name: string, skill: string | null): string {
  return skill ? `${name} «${skill}»` : name
}

export function Weakest({ items, tasks }: { items: TaskAnalysisOut['weakest']; tasks: Tasks }) {
  return (
    <Box title="Самые слабые задания">
      {items.length === 0 ? (
        <p>Заданий ниже порога нет.</p>
      ) : (
        <ol className={styles.list}>
          {items.map(({ name, skill, difficulty, done, level_words }) => (
            <li key={name}>
              {bound(`Задание ${titleOf(name, skill)}`)}
              {difficulty && `, ${DIFFICULTIES[difficulty]} уровень`}
              {`: ${told(done, maximumOf(tasks, name))}, ${level_words}.`}
            </li>
          ))}
        </ol>
      )}
    </Box>
  )
}

export function Gaps({ gaps, tasks }: { gaps: TaskAnalysisOut['gaps']; tasks: Tasks }) {
  return (
    <Box title="Чем отличаются группы">
      {gaps.length === 0 ? (
        <p>Соседние группы по отметкам различаются не больше, чем случайно, или в них мало участников.</p>
      ) : (
        <ul className={styles.list}>
          {gaps.map(({ lower, upper, task, skill, lower_done, upper_done, delta_pp, low_pp, high_pp }) => (
            <li key={`${lower} ${task}`}>
              {bound(`«${lower}» и «${upper}»: задание ${titleOf(task, skill)}`)}
              {`: ${told(lower_done, maximumOf(tasks, task))} и\u00a0${told(upper_done, maximumOf(tasks, task))}; разница ${formatSigned(delta_pp, { digits: 1 })}\u00a0п.\u00a0п., от\u00a0${formatNumber(low_pp)} до\u00a0${formatNumber(high_pp)}.`}
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

export function Flagged({ tasks, flagsFrom }: { tasks: Tasks; flagsFrom: number }) {
  const flagged = tasks.filter(({ flags }) => flags.length > 0)
  const isFew = tasks.every(({ done }) => (done.n ?? 0) < flagsFrom)
  return (
    <Box title="На что посмотреть в самой работе">
      {flagged.length === 0 ? (
        <p>
          {isFew
            ? `Для этого нужно не меньше ${flagsFrom}\u00a0участников.`
            : 'Все задания различают участников и связаны с остальной работой.'}
        </p>
      ) : (
        <ul className={styles.list}>
          {flagged.map(({ name, max, skill, flags }) => (
            <li key={`${name} ${max}`}>
              {bound(`Задание ${titleOf(name, skill)}: ${flags.map(({ text }) => text).join(' ')}`)}
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

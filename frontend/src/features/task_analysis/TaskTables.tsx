/** The tables of tasks: completion, by mark group, item analysis. */
import type { TaskAnalysisOut } from '@/api/generated/types.gen'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import { Status } from '@/ui/Status'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './TaskAnalysis.module.css'
import { DIFFICULTIES, doneText, HIDDEN, LEVEL_OF, rangeText } from './words'

type Task = TaskAnalysisOut['tasks'][number]

const COMPLETION: Column[] = [
  { key: 'task', title: 'Задание' },
  { key: 'n', title: 'Участников', isNumeric: true },
  { key: 'done', title: 'Выполнение', isNumeric: true },
  { key: 'range', title: '95 % интервал', isNumeric: true },
  {
    key: 'chart',
    title: (
      <>
        <IntervalScale />
        <VisuallyHidden>График интервала</VisuallyHidden>
      </>
    ),
    className: styles.chart,
  },
  { key: 'skipped', title: 'Не приступали', isNumeric: true },
  { key: 'level', title: 'Оценка по порогу' },
]

/** How each task was done, with its interval; «X» is told apart. */
export function CompletionTable({ tasks }: { tasks: readonly Task[] }) {
  return (
    <DataTable caption="Выполнение заданий" columns={COMPLETION} minWidth="medium">
      <tbody>
        {tasks.map((task) => (
          <tr key={keyOf(task)}>
            <TaskCell task={task} />
            <td className={cell.num}>
              {task.done.n === null ? HIDDEN : formatNumber(task.done.n)}
              {task.small_sample && <span className={styles.unit}>малая выборка</span>}
            </td>
            <td className={cell.num}>
              <b>{doneText(task.done, task.max)}</b>
            </td>
            <td className={cell.num}>{rangeText(task.done)}</td>
            <td className={styles.interval}>
              {task.done.pct !== null && task.done.ci_low_pct !== null && task.done.ci_high_pct !== null && (
                <Interval
                  low={task.done.ci_low_pct}
                  point={task.done.pct}
                  high={task.done.ci_high_pct}
                  isContext={task.level !== 'insufficient'}
                />
              )}
            </td>
            <td className={cell.num}>
              {task.not_attempted === null ? NO_DATA : formatNumber(task.not_attempted)}
            </td>
            <td>
              {task.level === 'insufficient' ? (
                <Status kind="due" text={LEVEL_OF[task.level] ?? ''} />
              ) : (
                LEVEL_OF[task.level]
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** The same by participants with «2», «3», «4», «5». */
export function GroupsTable({ found: { tasks, groups } }: { found: TaskAnalysisOut }) {
  const columns: Column[] = [
    { key: 'task', title: 'Задание' },
    ...groups.map(({ mark, kind, n, is_informative }) => ({
      key: String(mark),
      isNumeric: true,
      title: (
        <>
          {`«${mark}»: ${kind === 'suppressed' ? HIDDEN : formatNumber(n)}`}
          {n !== null && !is_informative && <span className={styles.unit}>группа мала для выводов</span>}
        </>
      ),
    })),
  ]
  return (
    <DataTable caption="Выполнение заданий группами участников" columns={columns} minWidth="medium">
      <tbody>
        {tasks.map((task) => (
          <tr key={keyOf(task)}>
            <TaskCell task={task} />
            {task.groups.map(({ mark, done, not_attempted }) => (
              <td key={mark} className={cell.num}>
                {doneText(done, task.max)}
                {done.pct !== null && <span className={styles.unit}>{rangeText(done)}</span>}
                {not_attempted !== null && not_attempted > 0 && (
                  <span className={styles.unit}>{`не приступали ${formatNumber(not_attempted)}`}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

const ITEMS: Column[] = [
  { key: 'task', title: 'Задание' },
  { key: 'n', title: 'Участников', isNumeric: true },
  { key: 'done', title: 'Трудность: выполнение', isNumeric: true },
  { key: 'r', title: 'Различение r', isNumeric: true },
  { key: 'scores', title: 'Баллы: сколько участников' },
  { key: 'flags', title: 'На что посмотреть' },
]

/** How hard each task is, how well it tells the strong from the weak, what is worth a look. */
export function ItemsTable({ tasks, flagsFrom }: { tasks: readonly Task[]; flagsFrom: number }) {
  return (
    <DataTable caption="Анализ заданий" columns={ITEMS} minWidth="wide">
      <tbody>
        {tasks.map((task) => {
          const { discrimination: link, flags, scores, done } = task
          return (
            <tr key={keyOf(task)}>
              <TaskCell task={task} />
              <td className={cell.num}>{done.n === null ? HIDDEN : formatNumber(done.n)}</td>
              <td className={cell.num}>{doneText(done, task.max)}</td>
              <td className={cell.num}>
                {link ? two(link.r) : NO_DATA}
                <span className={styles.unit}>
                  {link ? `от\u00a0${two(link.low)} до\u00a0${two(link.high)}` : 'не считается'}
                </span>
              </td>
              <td>
                {(scores ?? []).map((n, points) => `${points}\u00a0б.: ${n}`).join(', ')}
                {task.not_attempted ? `, не приступали: ${task.not_attempted}` : ''}
              </td>
              <td>
                {flags.length > 0 ? (
                  <ul className={styles.flags}>
                    {flags.map(({ code, text }) => (
                      <li key={code}>{bound(text)}</li>
                    ))}
                  </ul>
                ) : (done.n ?? 0) < flagsFrom ? (
                  `нужно не меньше ${flagsFrom}\u00a0участников`
                ) : (
                  NO_DATA
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </DataTable>
  )
}

function TaskCell({ task: { name, max, difficulty, skill } }: { task: Task }) {
  return (
    <th scope="row">
      {`${name} (${max}\u00a0б.)`}
      {difficulty && `, ${DIFFICULTIES[difficulty]}`}
      {skill && <span className={styles.skill}>{bound(skill)}</span>}
    </th>
  )
}

function keyOf({ name, max }: Task): string {
  return `${name} ${max}`
}

function two(value: number): string {
  return formatNumber(value, { digits: 2, fixed: true })
}

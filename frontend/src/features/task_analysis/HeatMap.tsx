import type { HeatCellOut, HeatColumnOut, HeatMapOut, HeatRowOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/icons'
import { placeMark, useGrid } from '@/ui/useGrid'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './HeatMap.module.css'
import { DIFFICULTIES, doneText, HIDDEN, LEVEL_OF, rangeText, shadeOf } from './words'

interface HeatMapProps {
  map: HeatMapOut
  rows: readonly HeatRowOut[]
  /** The same numbers without shades, with points and intervals. */
  isTable: boolean
}

/** School × task. Shade and triangle only repeat the words of a cell; schools stand by name, never by result. */
export function HeatMap({ map: { columns, total, work }, rows, isTable }: HeatMapProps) {
  const lines = [...rows, total]
  const { active, handlers } = useGrid({ rows: lines.length, columns: columns.length })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.region} aria-label="Школы и задания: таблица" tabIndex={0}>
      <table
        className={classes(styles.map, isTable && styles.plain)}
        aria-label={`Выполнение заданий по школам: ${work.title}`}
        {...{ ...handlers, role: 'grid' }}
      >
        <thead>
          <tr>
            <th scope="col">Школа</th>
            <th scope="col" className={styles.num}>
              Участников
            </th>
            {columns.map((column) => (
              <th key={`${column.name} ${column.max}`} scope="col" className={styles.num}>
                <TaskHead column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, row) => (
            <tr key={line.school_id ?? 'total'} className={classes(line === total && styles.total)}>
              <th scope="row">
                {bound(line.name)}
                {line.small_sample && <span className={styles.small}>малая выборка</span>}
              </th>
              <td className={styles.num}>{line.n === null ? HIDDEN : formatNumber(line.n)}</td>
              {columns.map((column, place) => (
                <Cell
                  key={`${column.name} ${column.max}`}
                  column={column}
                  cell={line.cells[place]}
                  isTable={isTable}
                  mark={placeMark({ row, column: place })}
                  isInTabOrder={active.row === row && active.column === place}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function TaskHead({ column: { name, max, difficulty } }: { column: HeatColumnOut }) {
  return (
    <>
      <VisuallyHidden>Задание </VisuallyHidden>
      {name}
      <span className={styles.small}>
        {difficulty && (
          <>
            <span aria-hidden="true">{`${difficulty}, `}</span>
            <VisuallyHidden>{`${DIFFICULTIES[difficulty]} уровень, `}</VisuallyHidden>
          </>
        )}
        {`${max}\u00a0б.`}
      </span>
    </>
  )
}

interface CellProps {
  column: HeatColumnOut
  /** Absent: the row is hidden whole. */
  cell: HeatCellOut | undefined
  isTable: boolean
  mark: string
  isInTabOrder: boolean
}

function Cell({ column, cell, isTable, mark, isInTabOrder }: CellProps) {
  const place = { 'data-place': mark, tabIndex: isInTabOrder ? 0 : -1 }
  if (!cell) {
    return (
      <td className={styles.none} {...place}>
        {HIDDEN}
      </td>
    )
  }
  const { done, level } = cell
  if (done.pct === null || done.n === null) {
    return (
      <td className={styles.none} {...place}>
        <span aria-hidden="true">—</span>
        <VisuallyHidden>
          {done.kind === 'no_task' ? 'в файле школы такого задания нет' : 'нет участников'}
        </VisuallyHidden>
      </td>
    )
  }
  const isLow = level === 'insufficient'
  return (
    <td
      className={classes(styles.num, !isTable && styles[`shade${shadeOf(done.pct)}`], isLow && styles.low)}
      {...place}
    >
      {isLow && <Icon name="due" size={9} />}
      {doneText(done, column.max, { unit: '' })}
      {isTable && (
        <span className={styles.small}>{`${rangeText(done)}, n\u00a0=\u00a0${formatNumber(done.n)}`}</span>
      )}
      {isLow && <VisuallyHidden>{`, ${LEVEL_OF[level]}`}</VisuallyHidden>}
    </td>
  )
}

/** What the shades and the triangle mean. */
export function HeatLegend({ hasLevels }: { hasLevels: boolean }) {
  return (
    <ul className={styles.legend} aria-label="Обозначения">
      {[0, 1, 2, 3, 4].map((shade) => (
        <li key={shade} className={styles.shadeWord}>
          <span className={classes(styles.sample, styles[`shade${shade}`])} aria-hidden="true" />
          {`${shade * 20}–${shade * 20 + 20}\u00a0%`}
        </li>
      ))}
      {hasLevels && (
        <li>
          <Icon name="due" size={9} /> ниже порога для своей сложности
        </li>
      )}
      <li>до 20 участников: баллы из возможных, а не проценты</li>
      <li>«мало»: участников меньше пяти или их можно вычислить</li>
    </ul>
  )
}

/** «План-факт целевых показателей»: school, metric, base, plan, fact, verdict with its reason, change. */
import { Link } from '@tanstack/react-router'
import type { TargetFigureOut, TargetOut } from '@/api/generated/types.gen'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Status, Tag } from '@/ui/Status'
import styles from './Targets.module.css'
import {
  changeText,
  intervalText,
  KIND_OF_STATE,
  KIND_OF_VERDICT,
  missingText,
  numberText,
  valueText,
} from './words'

interface TargetsTableProps {
  items: readonly TargetOut[]
  /** False on the page of one school. */
  hasSchool?: boolean
}

export function TargetsTable({ items, hasSchool = true }: TargetsTableProps) {
  const columns: Column[] = [
    ...(hasSchool ? [{ key: 'school', title: 'Образовательная организация', className: styles.school }] : []),
    { key: 'metric', title: 'Показатель' },
    { key: 'base', title: 'База', isNumeric: true },
    { key: 'plan', title: 'План', isNumeric: true },
    { key: 'fact', title: 'Факт', isNumeric: true },
    { key: 'verdict', title: 'Выполнение', className: styles.verdict },
    { key: 'change', title: 'Изменение к базе' },
  ]
  return (
    <DataTable
      caption="План-факт целевых показателей"
      columns={columns}
      narrow="cards"
      minWidth="wide"
      isFramed
      hasStickyHeader
    >
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} hasSchool={hasSchool} />
        ))}
      </tbody>
    </DataTable>
  )
}

function Row({ item, hasSchool }: { item: TargetOut; hasSchool: boolean }) {
  const metric = (
    <div>
      <Link to="/targets/$targetId" params={{ targetId: item.id }}>
        {bound(item.metric_title)}
      </Link>
      <span className={styles.meta}>{bound(item.work_title)}</span>
      <Tag kind={KIND_OF_STATE[item.state]} text={item.state_title} />
    </div>
  )
  return (
    <tr>
      {hasSchool && (
        <th scope="row">
          <Link to="/schools/$schoolId/targets" params={{ schoolId: item.school_id }}>
            {bound(item.school_name)}
          </Link>
          <span className={styles.meta}>{item.municipality}</span>
        </th>
      )}
      {hasSchool ? <td data-label="Показатель">{metric}</td> : <th scope="row">{metric}</th>}
      <td data-label="База" className={cell.num}>
        <FigureCell item={item} figure={item.base} year={item.base_year} />
      </td>
      <td data-label="План" className={cell.num}>
        <div>
          <b>{numberText(item.unit, item.target_value)}</b>
          <span className={styles.meta}>на {item.due_year} год</span>
        </div>
      </td>
      <td data-label="Факт" className={cell.num}>
        <FigureCell item={item} figure={item.fact} year={item.due_year} />
      </td>
      <td data-label="Выполнение">
        <div>
          <Status kind={KIND_OF_VERDICT[item.verdict]} text={item.verdict_words} />
          <p className={styles.note}>{bound(item.explanation)}</p>
        </div>
      </td>
      <td data-label="Изменение к базе">
        <div>
          {item.change ? bound(changeText(item.unit, item.change)) : NO_DATA}
          {item.progress_pct !== null && (
            <span className={styles.meta}>{`пройдено ${formatNumber(item.progress_pct)}\u00a0% пути`}</span>
          )}
        </div>
      </td>
    </tr>
  )
}

interface FigureCellProps {
  item: TargetOut
  figure: TargetFigureOut
  year: number
}

/** A figure with its year, interval and n; what is missing says why. */
export function FigureCell({ item, figure, year }: FigureCellProps) {
  const missing = missingText(figure)
  return (
    <div>
      <b>{valueText(item, figure)}</b>
      <span className={styles.meta}>
        {year}
        {missing ? `: ${missing}` : `: ${intervalText(item.unit, figure)}`}
      </span>
      {figure.small_sample && <span className={styles.meta}>малая выборка</span>}
    </div>
  )
}

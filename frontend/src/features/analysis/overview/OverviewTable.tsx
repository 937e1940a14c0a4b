/** Figures of units × works: who in rows, subjects in columns, the whole territories below. */
import { Link } from '@tanstack/react-router'
import type { FigureListOut, FigureRowOut, FigureUnitOut, FigureWorkOut } from '@/api/generated/types.gen'
import { lowerFirst } from '@/lib/typography'
import { type Column, DataTable } from '@/ui/DataTable'
import styles from '../Analysis.module.css'
import type { OverviewSearch } from '../parts/analysisSearch'
import { FigureCell } from '../parts/FigureCell'
import { type Measure, titleOf } from '../parts/measures'
import type { Shown } from '../parts/SourcesDrawer'
import { briefly } from '../parts/series'
import { Verdict } from '../parts/Verdict'
import { saySubject } from '../parts/words'
import { commonReasons, reasonsOf } from './summary'

interface OverviewTableProps {
  list: FigureListOut
  /** The units of this page of the table. */
  units: readonly FigureUnitOut[]
  measure: Measure
  search: OverviewSearch
  onOpen: (shown: Shown) => void
}

export function OverviewTable({ list, units, measure, search, onOpen }: OverviewTableProps) {
  const { works, level } = list
  const rows = new Map(list.rows.map((row) => [`${row.unit_id} ${row.work_id}`, row]))
  const told = new Map(works.map(({ id }) => [id, commonReasons(list, id)]))
  const columns: Column[] = [
    { key: 'unit', title: list.level_title, className: styles.unit },
    ...works.map((work) => ({
      key: work.id,
      title: <WorkHead work={work} reasons={told.get(work.id) ?? []} search={search} />,
      className: styles.column,
    })),
  ]
  return (
    <DataTable
      caption={`Результаты: ${titleOf(measure)}`}
      columns={columns}
      density="compact"
      minWidth="wide"
      hasStickyHeader
      isFramed
      footer={<Parents list={list} measure={measure} />}
    >
      <tbody>
        {units.map((unit) => (
          <tr key={unit.id}>
            <th scope="row">
              <UnitName unit={unit} search={search} />
            </th>
            {works.map((work) => (
              <td key={work.id}>
                <Cell
                  row={rows.get(`${unit.id} ${work.id}`)}
                  measure={measure}
                  isReasonTold={(told.get(work.id) ?? []).length > 0}
                  label={`${unit.name}, ${lowerFirst(work.subject_name)}`}
                  onOpen={(figures) => onOpen({ level, unitId: unit.id, workId: work.id, figures })}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

interface CellProps {
  row: FigureRowOut | undefined
  measure: Measure
  isReasonTold: boolean
  label: string
  onOpen: (figures: FigureRowOut['figures']) => void
}

function Cell({ row, measure, isReasonTold, label, onOpen }: CellProps) {
  if (!row) return <span className={styles.sub}>— не писали</span>
  const { figures, year_change } = row
  return (
    <>
      <FigureCell figures={figures} measure={measure} label={label} onOpen={() => onOpen(figures)} />
      <Verdict
        change={year_change[measure]}
        reasons={reasonsOf(year_change)}
        isToldElsewhere={isReasonTold}
      />
    </>
  )
}

interface WorkHeadProps {
  work: FigureWorkOut
  reasons: readonly string[]
  search: OverviewSearch
}

function WorkHead({ work, reasons, search: { page: _, ...search } }: WorkHeadProps) {
  const { subject_code, subject_name, programme_grade, grade, procedure, year } = work
  return (
    <>
      <Link
        to="/analysis/subject"
        search={{ ...search, procedure, year, grade, subject: subject_code }}
        aria-label={`${saySubject(work)}: подробно`}
      >
        {subject_name}
      </Link>
      {programme_grade !== grade && (
        <span className={styles.why}>{`программа ${programme_grade}\u00a0класса`}</span>
      )}
      {reasons.length > 0 && (
        <span className={styles.why}>{`с\u00a0прошлым годом не сравниваем: ${briefly(reasons)}`}</span>
      )}
    </>
  )
}

function UnitName({ unit, search }: { unit: FigureUnitOut; search: OverviewSearch }) {
  const { level, id, name, municipality_name } = unit
  if (level === 'school') {
    return (
      <>
        <Link to="/schools/$schoolId/results" params={{ schoolId: id }}>
          {name}
        </Link>
        {municipality_name && !search.municipality && <span className={styles.sub}>{municipality_name}</span>}
      </>
    )
  }
  if (level === 'municipality') {
    return (
      <Link to="/analysis" search={{ ...search, level: 'school', municipality: id, page: undefined }}>
        {name}
      </Link>
    )
  }
  return <>{name}</>
}

/** Whole territories above: what the rows are to be held against. */
function Parents({ list: { parents, works, level }, measure }: { list: FigureListOut; measure: Measure }) {
  const ids = [...new Map(parents.map((parent) => [parent.id, parent])).values()].filter(
    (parent) => parent.level !== level && (parent.level !== 'municipality' || isOnlyOne(parents)),
  )
  if (ids.length === 0) return null
  return ids.map(({ id, name }) => (
    <tr key={id}>
      <th scope="row">{name}</th>
      {works.map((work) => {
        const own = parents.find((parent) => parent.id === id && parent.work_id === work.id)
        return <td key={work.id}>{own ? <FigureCell figures={own.figures} measure={measure} /> : '—'}</td>
      })}
    </tr>
  ))
}

/** Many municipalities would be a second table; they have a level of their own. */
function isOnlyOne(parents: FigureListOut['parents']): boolean {
  return new Set(parents.filter(({ level }) => level === 'municipality').map(({ id }) => id)).size === 1
}

/** Marks of each unit through the years: columns with their counts, and a word where two years may be compared. */
import type { FigureListOut, FigureRowOut, FigureWorkOut } from '@/api/generated/types.gen'
import { MarkColumns } from '@/ui/charts/MarkColumns'
import { classes } from '@/ui/classes'
import { type Column, cell, DataTable, SectionRow } from '@/ui/DataTable'
import styles from '../Analysis.module.css'
import { commonReasons, reasonsOf } from '../overview/summary'
import { type Measure, shareOf, titleOf } from '../parts/measures'
import { briefly } from '../parts/series'
import { Verdict } from '../parts/Verdict'
import { sayCount, sayInterval, sayMoment, sayShare } from '../parts/words'
import { byMoment } from '../parts/works'

/** A line of the chart: a unit of the list or a whole territory above. */
export interface MarkRow {
  id: string
  name: string
  cells: Map<string, { figures: FigureRowOut['figures']; yearChange: FigureRowOut['year_change'] | null }>
}

/** Units in the order of the server, then the territories above them. */
export function markRows({ units, rows, parents, missing }: FigureListOut): {
  own: MarkRow[]
  above: MarkRow[]
} {
  const without = new Set(missing.map(({ unit_id }) => unit_id))
  const own = units
    .filter(({ id }) => !without.has(id))
    .map(({ id, name }) => ({
      id,
      name,
      cells: new Map(
        rows
          .filter(({ unit_id }) => unit_id === id)
          .map(
            ({ work_id, figures, year_change }) => [work_id, { figures, yearChange: year_change }] as const,
          ),
      ),
    }))
  const above = [...new Map(parents.map((parent) => [parent.id, parent])).values()]
    .filter(({ id, level }) => level !== 'municipality' && !own.some((row) => row.id === id))
    .map(({ id, name }) => ({
      id,
      name,
      cells: new Map(
        parents
          .filter((parent) => parent.id === id)
          .map(({ work_id, figures }) => [work_id, { figures, yearChange: null }] as const),
      ),
    }))
  return { own, above }
}

interface MarksProps {
  list: FigureListOut
  rows: readonly MarkRow[]
  measure: Measure
}

export function MarksByYears({ list, rows, measure }: MarksProps) {
  const works = [...list.works].sort(byMoment)
  const told = new Map(works.map(({ id }) => [id, commonReasons(list, id)]))
  const isParted = (work: FigureWorkOut) => (told.get(work.id) ?? []).length > 0
  const columns: Column[] = [
    { key: 'unit', title: list.level_title, className: styles.unit },
    ...works.map((work) => ({
      key: work.id,
      title: <YearHead work={work} reasons={told.get(work.id) ?? []} />,
      className: classes(styles.year, isParted(work) && styles.parted),
    })),
  ]
  return (
    <DataTable caption="Отметки по годам" columns={columns} density="compact" minWidth="medium">
      <tbody>
        {rows.map(({ id, name, cells }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {works.map((work) => {
              const here = cells.get(work.id)
              return (
                <td key={work.id} className={classes(isParted(work) && styles.parted)}>
                  {here ? <Marks figures={here.figures} /> : <span className={styles.sub}>— не писали</span>}
                  {here?.yearChange && (
                    <Verdict
                      change={here.yearChange[measure]}
                      reasons={reasonsOf(here.yearChange)}
                      isToldElsewhere={isParted(work)}
                    />
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function YearHead({ work, reasons }: { work: FigureWorkOut; reasons: readonly string[] }) {
  return (
    <>
      {sayMoment(work)}
      <span className={styles.why}>{`работа за ${work.programme_grade}\u00a0класс`}</span>
      {reasons.length > 0 && (
        <span className={styles.why}>{`с\u00a0прошлым годом не сравниваем: ${briefly(reasons)}`}</span>
      )}
    </>
  )
}

function Marks({ figures: { kind, n, n2, n3, n4, n5, small_sample } }: { figures: FigureRowOut['figures'] }) {
  return (
    <>
      <span className={styles.sub}>
        {`n\u00a0=\u00a0${sayCount(n, kind)}`}
        {small_sample && kind === 'measured' && ', малая выборка'}
      </span>
      {n2 !== null && n3 !== null && n4 !== null && n5 !== null && <MarkColumns counts={[n2, n3, n4, n5]} />}
    </>
  )
}

const NUMBERS: Column[] = [
  { key: 'year', title: 'Год' },
  { key: 'n', title: 'n', isNumeric: true },
  { key: 'n2', title: '«2»', isNumeric: true },
  { key: 'n3', title: '«3»', isNumeric: true },
  { key: 'n4', title: '«4»', isNumeric: true },
  { key: 'n5', title: '«5»', isNumeric: true },
]

/** The same numbers, row by row. */
export function MarksTable({ list, rows, measure }: MarksProps) {
  const works = [...list.works].sort(byMoment)
  const columns: Column[] = [
    ...NUMBERS,
    { key: 'share', title: titleOf(measure), isNumeric: true },
    { key: 'interval', title: '95\u00a0%', isNumeric: true },
    { key: 'change', title: 'К\u00a0прошлому году' },
  ]
  return (
    <DataTable caption="Отметки по годам" columns={columns} density="compact" minWidth="medium">
      {rows.map(({ id, name, cells }) => (
        <tbody key={id}>
          <SectionRow span={columns.length} title={name} />
          {works.map((work) => {
            const here = cells.get(work.id)
            if (!here) return null
            const { kind, n, n2, n3, n4, n5 } = here.figures
            const share = shareOf(here.figures, measure)
            return (
              <tr key={work.id}>
                <th scope="row">{sayMoment(work)}</th>
                <td className={cell.num}>{sayCount(n, kind)}</td>
                <td className={cell.num}>{sayCount(n2, kind)}</td>
                <td className={cell.num}>{sayCount(n3, kind)}</td>
                <td className={cell.num}>{sayCount(n4, kind)}</td>
                <td className={cell.num}>{sayCount(n5, kind)}</td>
                <td className={cell.num}>{sayShare(share)}</td>
                <td className={cell.num}>{sayInterval(share) || '—'}</td>
                <td>
                  {here.yearChange ? (
                    <Verdict change={here.yearChange[measure]} reasons={reasonsOf(here.yearChange)} />
                  ) : (
                    '—'
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      ))}
    </DataTable>
  )
}

import { Link } from '@tanstack/react-router'
import type { SectionOut } from '@/api/generated/types.gen'
import { NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { classes } from '@/ui/classes'
import { Figure } from '@/ui/Figure'
import { placeMark, useGrid } from '@/ui/useGrid'
import { termLines } from '../deadlines'
import { sectionTitle } from '../rowGroups'
import { Cell } from './Cell'
import styles from './Matrix.module.css'
import type { CountedColumn } from './matrixRows'
import type { MatrixGridProps } from './SchoolsDown'

interface SchoolsAcrossProps extends MatrixGridProps {
  sections: readonly SectionOut[]
}

/** A few schools: they stand side by side, the rows of the plan go down, words stand in the cells. */
export function SchoolsAcross(props: SchoolsAcrossProps) {
  const { caption, schools, columns, looks, open, onOpen, sections } = props
  const { active, handlers } = useGrid({ rows: columns.length, columns: schools.length })
  const groups = groupsOf(columns, sections)
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern on a table keeps its heads
    <table role="grid" className={classes(styles.matrix, styles.wordy)} aria-label={caption} {...handlers}>
      <thead>
        <tr>
          <th scope="col" className={styles.colNumber}>
            №
          </th>
          <th scope="col" className={styles.colTitle}>
            Мероприятие
          </th>
          <th scope="col" className={styles.colTerm}>
            Срок, как в распоряжении
          </th>
          {schools.map(({ school: { school_id, school_name } }) => (
            <th key={school_id} scope="col">
              <Link to="/schools/$schoolId" params={{ schoolId: school_id }} className={styles.school}>
                {bound(school_name)}
              </Link>
            </th>
          ))}
          <th scope="col" className={classes(styles.num, styles.colDone)}>
            Выполнено
          </th>
        </tr>
      </thead>
      {groups.map(({ code, title, members }) => (
        <tbody key={code}>
          <tr className={styles.section}>
            <th colSpan={schools.length + 4} scope="rowgroup">
              {title}
            </th>
          </tr>
          {members.map(({ column, place, row, met, total }) => (
            <tr key={column.activity_id}>
              <td className={styles.number}>{column.number}</td>
              <th scope="row">{column.title}</th>
              <td className={styles.term}>{termLines(column.term_source).join('\n')}</td>
              {schools.map(({ school: { school_id, cells } }, at) => (
                <Cell
                  key={school_id}
                  look={looks[cells[place] ?? -1]}
                  isDense={false}
                  mark={placeMark({ row, column: at })}
                  isInTabOrder={active.row === row && active.column === at}
                  isOpen={open.row === column.activity_id && open.school === school_id}
                  activityId={column.activity_id}
                  schoolId={school_id}
                  onOpen={onOpen}
                />
              ))}
              <td className={styles.num}>{total > 0 ? <Figure met={met} total={total} /> : NO_DATA}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** The rows of the plan by section, each with its place in the grid. */
function groupsOf(columns: readonly CountedColumn[], sections: readonly SectionOut[]) {
  const placed = columns.map((shown, row) => ({ ...shown, row }))
  const codes = [...new Set(columns.map(({ column }) => column.section_code))]
  return codes.map((code) => {
    const section = sections.find((each) => each.code === code)
    return {
      code,
      title: section ? sectionTitle(section) : `Раздел ${code}`,
      members: placed.filter(({ column }) => column.section_code === code),
    }
  })
}

import { Link } from '@tanstack/react-router'
import type { SectionCountsOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { cell, DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import { sectionParam } from '../planSearch'
import { sectionTitle } from '../rowGroups'
import styles from './Control.module.css'
import { COUNTED, countOf, totalOf } from './controlWords'

interface SectionsTableProps {
  sections: readonly SectionCountsOut[]
  on: string
  edition: string
}

/** How many rows of each section stand how; zero is a grey zero, what burns is bold. */
export function SectionsTable({ sections, on, edition }: SectionsTableProps) {
  return (
    <DataTable
      caption={`Строки плана по разделам и состояниям на ${formatDate(on)}`}
      columns={[
        { key: 'section', title: 'Раздел' },
        { key: 'rows', title: 'Строк', isNumeric: true, className: styles.count },
        ...COUNTED.map(({ kind, title }) => ({
          key: kind,
          title: <Status kind={kind} text={title} />,
          isNumeric: true,
          className: styles.count,
        })),
      ]}
      density="compact"
      narrow="cards"
      footer={
        <tr>
          <th scope="row">Всего</th>
          <td className={cell.num} data-label="Строк">
            {sections.reduce((sum, { rows }) => sum + rows, 0)}
          </td>
          {COUNTED.map(({ kind, title }) => (
            <td key={kind} className={cell.num} data-label={title}>
              {totalOf(sections, kind)}
            </td>
          ))}
        </tr>
      }
    >
      <tbody>
        {sections.map((section) => (
          <tr key={section.code}>
            <th scope="row">
              <Link
                to="/plan"
                search={{ edition, section: sectionParam(section.code) }}
                className={styles.link}
              >
                {sectionTitle(section)}
              </Link>
            </th>
            <td className={cell.num} data-label="Строк">
              {section.rows}
            </td>
            {COUNTED.map(({ kind, title }) => {
              const count = countOf(section, kind)
              return (
                <td key={kind} className={cell.num} data-label={title} data-empty={count === 0 || undefined}>
                  <span className={count === 0 ? styles.zero : styles[kind]}>{count}</span>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

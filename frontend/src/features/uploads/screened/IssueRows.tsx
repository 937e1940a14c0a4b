import type { IssueOut } from '@/api/generated/types.gen'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import { SEVERITIES } from './severities'

const FILE: Column = { key: 'file', title: 'Файл' }
const SHEET: Column = { key: 'sheet', title: 'Лист' }
const COLUMNS: Column[] = [
  { key: 'row', title: 'Строка', isNumeric: true },
  { key: 'column', title: 'Столбец' },
  { key: 'title', title: 'Что не так' },
  { key: 'message', title: 'Подробно' },
  { key: 'fix', title: 'Как исправить' },
]

/** Every place as Excel shows it; the file and the sheet stand where there are several. */
export function IssueRows({ issues, isStale }: { issues: readonly IssueOut[]; isStale: boolean }) {
  const hasFiles = issues.some(({ file }) => file)
  const hasSheets = new Set(issues.map(({ sheet }) => sheet)).size > 1
  const columns = [...(hasFiles ? [FILE] : []), ...(hasSheets ? [SHEET] : []), ...COLUMNS]
  return (
    <div aria-busy={isStale || undefined}>
      <DataTable caption="Замечания по строкам" columns={columns} density="compact" minWidth="medium">
        <tbody>
          {issues.map((issue) => (
            <tr
              key={`${issue.file} ${issue.sheet} ${issue.code} ${issue.row} ${issue.column} ${issue.message}`}
            >
              {hasFiles && <td>{issue.file ?? NO_DATA}</td>}
              {hasSheets && <td>{issue.sheet ?? NO_DATA}</td>}
              <td className={cell.num}>{formatNumber(issue.row)}</td>
              <td>{issue.column ? `${issue.column}${issue.header ? ` «${issue.header}»` : ''}` : NO_DATA}</td>
              <th scope="row">
                <Status kind={SEVERITIES[issue.severity]} text={issue.title} />
              </th>
              <td>{issue.message}</td>
              <td>{issue.how_to_fix}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  )
}

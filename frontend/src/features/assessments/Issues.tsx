/** What is wrong in the file: by rules, worst first, or row by row for whoever mends it in Excel. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listUploadIssuesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { IssueGroupOut, IssueOut, UploadOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import type { StatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import { placeText, verdictText } from './reading'
import styles from './UploadPage.module.css'

const KINDS: Record<IssueGroupOut['severity'], StatusKind> = { error: 'late', warning: 'due' }
const PLACES = ['место', 'места', 'мест'] as const
const VIEWS = [
  { value: 'groups', text: 'По видам' },
  { value: 'rows', text: 'По строкам' },
] as const
type View = (typeof VIEWS)[number]['value']

const COLUMNS: Column[] = [
  { key: 'row', title: 'Строка', isNumeric: true },
  { key: 'column', title: 'Столбец' },
  { key: 'title', title: 'Что не так' },
  { key: 'message', title: 'Подробно' },
]

export function Issues({ upload }: { upload: UploadOut }) {
  const [view, setView] = useState<View>('groups')
  const path = { upload_id: upload.id }
  const issues = useInfiniteQuery({
    ...listUploadIssuesInfiniteOptions({ path }),
    initialPageParam: { path },
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
  const first = issues.data?.pages[0]
  const summary = verdictText(upload.rows_bad, upload.rows_total, upload)
  if (issues.isError) {
    return <ProblemState problem={asProblem(issues.error)} onRetry={() => void issues.refetch()} />
  }
  if (!first) return <Loading rows={4} label="Загружаем замечания" />
  if (first.total === 0) {
    return (
      <Box title="Замечания">
        <Status kind="ok" text="Замечаний нет" />
      </Box>
    )
  }
  const rows = issues.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Box title="Замечания" meta={summary} isFlush>
      <div className={styles.views}>
        <Chips label="Как показать замечания" options={VIEWS} chosen={view} onChoose={setView} />
      </div>
      {view === 'groups' ? (
        <ul className={styles.groups}>
          {first.groups.map((group) => (
            <Group key={group.code} group={group} />
          ))}
        </ul>
      ) : (
        <>
          <RowsTable issues={rows} />
          <div className={styles.more}>
            {issues.hasNextPage && (
              <Button onClick={() => void issues.fetchNextPage()}>
                {issues.isFetchingNextPage ? 'Загружаем' : 'Показать ещё'}
              </Button>
            )}{' '}
            <span className={text.dim}>{shownText(rows.length, first.kept, first.total)}</span>
          </div>
        </>
      )}
    </Box>
  )
}

function Group({ group }: { group: IssueGroupOut }) {
  const { severity, title, count, sample, how_to_fix } = group
  return (
    <li className={styles.item}>
      <div className={text.baseline}>
        <Status kind={KINDS[severity]} text={title} />
        <span className={text.meta}>{counted(count, PLACES)}</span>
      </div>
      <div className={styles.body}>
        <p>
          {placeText(group)}. {count > 1 && 'Например: '}
          {sample}
        </p>
        <p>
          <b>Как исправить.</b> {how_to_fix}
        </p>
      </div>
    </li>
  )
}

function RowsTable({ issues }: { issues: readonly IssueOut[] }) {
  return (
    <DataTable caption="Замечания по строкам" columns={COLUMNS} density="compact" minWidth="medium">
      <tbody>
        {issues.map((issue) => (
          <tr key={`${issue.code} ${issue.row} ${issue.column} ${issue.message}`}>
            <td className={cell.num}>{formatNumber(issue.row)}</td>
            <td>{issue.column ? `${issue.column}${issue.header ? ` «${issue.header}»` : ''}` : NO_DATA}</td>
            <th scope="row">
              <Status kind={KINDS[issue.severity]} text={issue.title} />
            </th>
            <td>{issue.message}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** A file with thousands of errors keeps the first ones row by row; the groups have counted them all. */
function shownText(shown: number, kept: number, total: number): string {
  const all = `Показано ${formatNumber(shown)} из ${formatNumber(kept)}`
  return kept < total ? `${all}; всего в файле ${counted(total, PLACES)}` : all
}

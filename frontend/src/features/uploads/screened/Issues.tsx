/** What is wrong in the file: by rules, worst first, or row by row for whoever mends it in Excel. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { listUploadIssuesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { IssueGroupOut, IssuesOut, UploadOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { placeText, verdictText } from '../reading/columns'
import styles from '../UploadPage.module.css'
import type { UploadSearch } from '../uploadsSearch'
import { PLACES } from '../words'
import { IssueFiles } from './IssueFiles'
import { IssueRows } from './IssueRows'
import { SEVERITIES } from './severities'

const VIEWS = [
  { value: 'groups', text: 'По видам' },
  { value: 'rows', text: 'По строкам' },
] as const
type View = (typeof VIEWS)[number]['value']
/** The list of all rules in the filter. */
const ALL = ''

interface IssuesProps {
  upload: UploadOut
  search: UploadSearch
  onSearch: (search: UploadSearch) => void
}

export function Issues({ upload, search, onSearch }: IssuesProps) {
  const view: View = search.issues ?? 'groups'
  const code = search.rule ?? ALL
  const issues = useIssues(upload.id, code)
  const first = issues.data?.pages[0]
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
    <Box title="Замечания" meta={verdictText(upload.rows_bad, upload.rows_total, upload)} isFlush>
      <div className={styles.views}>
        <Chips
          label="Как показать замечания"
          options={VIEWS}
          chosen={view}
          onChoose={(chosen) => onSearch(chosen === 'rows' ? { issues: 'rows' } : {})}
        >
          {view === 'rows' && (
            <SelectChip
              label="Вид"
              options={[
                { value: ALL, text: 'все' },
                ...first.groups.map((group) => ({
                  value: group.code,
                  text: `${group.title} (${formatNumber(group.count)})`,
                  short: group.title,
                })),
              ]}
              chosen={code}
              onChoose={(chosen) => onSearch({ issues: 'rows', ...(chosen && { rule: chosen }) })}
            />
          )}
        </Chips>
        {upload.kind !== 'participant' && <IssueFiles upload={upload} />}
      </div>
      {view === 'groups' ? (
        <ul className={styles.groups}>
          {first.groups.map((group) => (
            <Group
              key={group.code}
              group={group}
              onRows={() => onSearch({ issues: 'rows', rule: group.code })}
            />
          ))}
        </ul>
      ) : (
        <>
          <IssueRows issues={rows} isStale={issues.isPlaceholderData} />
          <div className={styles.more}>
            {issues.hasNextPage && (
              <Button
                aria-disabled={issues.isFetchingNextPage || undefined}
                onClick={() => void issues.fetchNextPage()}
              >
                {issues.isFetchingNextPage ? 'Загружаем' : 'Показать ещё'}
              </Button>
            )}{' '}
            <span className={text.dim} role="status">
              {shownText(rows.length, first, code)}
            </span>
          </div>
        </>
      )}
    </Box>
  )
}

function useIssues(uploadId: string, code: string) {
  const path = { upload_id: uploadId }
  return useInfiniteQuery({
    ...listUploadIssuesInfiniteOptions({ path, query: code ? { code } : {} }),
    initialPageParam: { path },
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

function Group({ group, onRows }: { group: IssueGroupOut; onRows: () => void }) {
  const { severity, title, count, sample, how_to_fix } = group
  return (
    <li className={styles.item}>
      <div className={text.baseline}>
        <Status kind={SEVERITIES[severity]} text={title} />
        <span className={text.meta}>{counted(count, PLACES)}</span>
        <span className={text.push} data-noprint>
          <Button size="small" look="quiet" aria-label={`Показать строки: ${title}`} onClick={onRows}>
            Показать строки
          </Button>
        </span>
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

/** A file with thousands of errors keeps the first ones row by row; the groups have counted them all. */
export function shownText(
  shown: number,
  { groups, kept, total }: Omit<IssuesOut, 'items'>,
  code: string,
): string {
  const group = groups.find((known) => known.code === code)
  if (group) {
    return `Показано ${formatNumber(shown)} из\u00a0${formatNumber(group.count)}`
  }
  const all = `Показано ${formatNumber(shown)} из\u00a0${formatNumber(kept)}`
  return kept < total ? `${all}; всего в файле ${counted(total, PLACES)}` : all
}

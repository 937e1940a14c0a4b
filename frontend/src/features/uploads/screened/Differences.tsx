import { useInfiniteQuery } from '@tanstack/react-query'
import { listUploadDifferencesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { DifferenceOut, UploadOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import styles from '../UploadPage.module.css'

/** The first ones show what kind of change it is; what follows below must stay in reach. */
const ON_A_PAGE = 25
const SCHOOL: Column = { key: 'school', title: 'Школа' }
const WORK: Column = { key: 'work', title: 'Работа' }
const BECAME: Column = { key: 'new', title: 'Стало' }
const COLUMNS: Column[] = [
  { key: 'participant', title: 'Участник' },
  { key: 'class', title: 'Класс' },
  { key: 'what', title: 'Что' },
  { key: 'old', title: 'Было' },
  { key: 'new', title: 'Станет' },
]

/** Cell by cell against what is written: what it was, what it would be. */
export function Differences({ upload }: { upload: UploadOut }) {
  const path = { upload_id: upload.id }
  const found = useInfiniteQuery({
    ...listUploadDifferencesInfiniteOptions({ path, query: { limit: ON_A_PAGE } }),
    initialPageParam: { path },
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
  if (found.isError) {
    return <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
  }
  const first = found.data?.pages[0]
  if (!first) return <Loading rows={3} label="Загружаем отличия" />
  if (first.total === 0) return null
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const isDone = upload.state !== 'screened' && upload.state !== 'committing'
  return (
    <Box
      title="Отличия от записанного"
      meta={
        isDone
          ? 'что было до этой загрузки и что стало по ней'
          : 'что изменится в\u00a0протоколах, по ячейкам'
      }
      isFlush
    >
      <DifferencesTable items={items} isDone={isDone} />
      <div className={styles.more}>
        {found.hasNextPage && (
          <Button
            aria-disabled={found.isFetchingNextPage || undefined}
            onClick={() => void found.fetchNextPage()}
          >
            {found.isFetchingNextPage ? 'Загружаем' : 'Показать ещё'}
          </Button>
        )}{' '}
        <span className={text.dim} role="status">
          {countText(items.length, first)}
        </span>
      </div>
    </Box>
  )
}

interface DifferencesTableProps {
  items: readonly DifferenceOut[]
  isDone: boolean
}

function DifferencesTable({ items, isDone }: DifferencesTableProps) {
  const hasSchools = new Set(items.map(({ school_id }) => school_id)).size > 1
  const hasWorks = new Set(items.map(({ work_title }) => work_title)).size > 1
  const own = isDone ? COLUMNS.map((column) => (column.key === 'new' ? BECAME : column)) : COLUMNS
  const columns = [...(hasSchools ? [SCHOOL] : []), ...(hasWorks ? [WORK] : []), ...own]
  return (
    <DataTable caption="Отличия от записанного" columns={columns} density="compact" minWidth="medium">
      <tbody>
        {items.map((item) => (
          <tr key={`${item.school_id} ${item.work_title} ${item.participant} ${item.kind} ${item.field}`}>
            {hasSchools && <td>{bound(item.school_name)}</td>}
            {hasWorks && <td>{bound(item.work_title)}</td>}
            <th scope="row">{item.participant}</th>
            <td>{item.class_name ?? NO_DATA}</td>
            <td>{whatText(item, isDone)}</td>
            <td>{item.kind === 'new' ? 'нет' : <del className={styles.old}>{wasText(item)}</del>}</td>
            <td>{item.kind === 'missing' ? 'нет' : <ins className={styles.new}>{becomesText(item)}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** «Отметка», «новый участник», «исчезнет: в файле его нет». */
export function whatText(
  { kind, field_title }: Pick<DifferenceOut, 'kind' | 'field_title'>,
  isDone: boolean,
): string {
  if (kind === 'new') return 'новый участник'
  if (kind === 'missing') return isDone ? 'исчез: в файле его нет' : 'исчезнет: в файле его нет'
  return field_title ?? 'изменён'
}

/** A participant who comes or goes is there or not; a cell has its value. */
function wasText({ kind, old }: DifferenceOut): string {
  return old ?? (kind === 'missing' ? 'есть' : NO_DATA)
}

function becomesText({ kind, new: value }: DifferenceOut): string {
  return value ?? (kind === 'new' ? 'есть' : NO_DATA)
}

function countText(shown: number, { kept, total }: { kept: number; total: number }): string {
  const all = `Показано ${formatNumber(shown)} из\u00a0${formatNumber(kept)}`
  return kept < total ? `${all} первых; всего отличий ${formatNumber(total)}` : all
}

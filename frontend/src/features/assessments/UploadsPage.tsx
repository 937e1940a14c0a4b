import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listUploadsInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { UploadListItemOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import { SendFiles } from './SendFiles'
import styles from './UploadsPage.module.css'
import { isBusy, kindOf, remarksText } from './uploadState'

/** People of other organisations are not named to this one. */
const FOREIGN_SENDER = 'отправитель другой организации'
const LOOK_AGAIN_MS = 3_000

const COLUMNS: Column[] = [
  { key: 'number', title: '№' },
  { key: 'what', title: 'Что в файле' },
  { key: 'schools', title: 'Школы' },
  { key: 'rows', title: 'Строк', isNumeric: true },
  { key: 'state', title: 'Состояние' },
  { key: 'sent', title: 'Кто и когда прислал' },
]

/** Files of results: sending new ones, and what became of those sent before. */
export function UploadsPage() {
  const maySend = useMay('upload_results')
  const uploads = useInfiniteQuery({
    ...listUploadsInfiniteOptions({}),
    initialPageParam: {},
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some(({ state }) => isBusy(state))) ? LOOK_AGAIN_MS : false,
  })
  const rows = uploads.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHeader title="Загрузки">
        Файл проверяется сразу, в базу он попадает только после того, как его примут.
      </PageHeader>
      {maySend && (
        <Box title="Загрузить результаты">
          <SendFiles />
        </Box>
      )}
      <div className={styles.list}>
        {uploads.isPending && <Loading rows={5} label="Загружаем список" />}
        {uploads.isError && (
          <ProblemState problem={asProblem(uploads.error)} onRetry={() => void uploads.refetch()} />
        )}
        {uploads.isSuccess && rows.length === 0 && (
          <EmptyState title="Загрузок пока нет">
            {maySend
              ? 'Возьмите в ФИС ОКО форму «Ф1» и перетащите её сюда.'
              : 'Здесь появятся файлы результатов, которые пришлют школы и методисты.'}
          </EmptyState>
        )}
        {rows.length > 0 && <UploadsTable uploads={rows} />}
        {uploads.hasNextPage && (
          <p className={styles.more}>
            <Button
              onClick={() => void uploads.fetchNextPage()}
              aria-disabled={uploads.isFetchingNextPage || undefined}
            >
              {uploads.isFetchingNextPage ? 'Загружаем' : 'Показать ещё'}
            </Button>
          </p>
        )}
      </div>
    </>
  )
}

function UploadsTable({ uploads }: { uploads: readonly UploadListItemOut[] }) {
  return (
    <DataTable caption="Загрузки" columns={COLUMNS} narrow="cards" hasStickyHeader isFramed minWidth="medium">
      <tbody>
        {uploads.map((upload) => (
          <Row key={upload.id} upload={upload} />
        ))}
      </tbody>
    </DataTable>
  )
}

function Row({ upload }: { upload: UploadListItemOut }) {
  const { id, number, title, filename, school_names, rows_total, sent_by, received_at } = upload
  // Before the check nothing is known of the remarks.
  const remarks = upload.error ?? (rows_total === null ? null : remarksText(upload))
  return (
    <tr>
      <td data-label="№" className={cell.number}>
        <span>{number}</span>
      </td>
      <th scope="row">
        <Link to="/uploads/$uploadId" params={{ uploadId: id }}>
          {title ?? filename}
        </Link>
        {title && <span className={cell.who}>{filename}</span>}
      </th>
      <td data-label="Школы">
        <span>{school_names.length > 0 ? bound(school_names.join(', ')) : NO_DATA}</span>
      </td>
      <td data-label="Строк" className={cell.num}>
        <span>{formatNumber(rows_total)}</span>
      </td>
      <td data-label="Состояние">
        <div>
          <Status kind={kindOf(upload)} text={capital(upload.state_title)} />
          {remarks && <span className={cell.who}>{remarks}</span>}
        </div>
      </td>
      <td data-label="Кто и когда">
        <div>
          {bound(sent_by ?? FOREIGN_SENDER)}
          <span className={cell.who}>{formatInstant(received_at)}</span>
        </div>
      </td>
    </tr>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

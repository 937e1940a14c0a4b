import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import {
  listDocumentKindsOptions,
  listDocumentsInfiniteOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import type { DocumentBriefOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, daysBetween, formatDate } from '@/lib/dates'
import { counted, DAYS } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { type Column, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import type { QueueFilter } from './filter'
import { KIND_OF_STATE, lineOf, STATES } from './words'

const route = getRouteApi('/inside/support/documents')
const COLUMNS: Column[] = [
  { key: 'document', title: 'Документ' },
  { key: 'school', title: 'Школа' },
  { key: 'state', title: 'Состояние' },
  { key: 'waits', title: 'Ждёт' },
]

/** Documents of schools: what waits for the reader, longest first; or all of them. */
export function DocumentsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const reviews = useMe().permissions.includes('review_documents')
  const showsAll = filter.show === 'all' || !reviews
  const turn = (change: QueueFilter) => void navigate({ search: { ...filter, ...change } })
  const kinds = useQuery(listDocumentKindsOptions())
  const found = useInfiniteQuery({
    ...listDocumentsInfiniteOptions({
      query: {
        reviewer: showsAll ? undefined : 'me',
        state: showsAll ? filter.state : undefined,
        kind: filter.kind,
      },
    }),
    initialPageParam: {},
    getNextPageParam: ({ next_cursor }) => (next_cursor ? { query: { cursor: next_cursor } } : undefined),
  })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const total = found.data?.pages[0]?.total ?? 0
  return (
    <>
      <PageHeader title="Документы школ">
        {showsAll ? 'Все документы ваших школ' : 'Что ждёт рассмотрения: сначала то, что ждёт дольше'}
      </PageHeader>
      <Chips
        label="Какие документы"
        options={[
          ...(reviews ? [{ value: 'mine' as const, text: 'Ждут рассмотрения' }] : []),
          { value: 'all' as const, text: 'Все' },
        ]}
        chosen={showsAll ? 'all' : 'mine'}
        onChoose={(show) => turn({ show: show === 'all' ? 'all' : undefined, state: undefined })}
      >
        {showsAll && (
          <SelectChip
            label="Состояние"
            options={[{ value: '', text: 'любое' }, ...STATES]}
            chosen={filter.state ?? ''}
            onChoose={(state) => turn({ show: 'all', state: state || undefined })}
          />
        )}
        <SelectChip
          label="Вид"
          options={[
            { value: '', text: 'любой' },
            ...(kinds.data?.items.map(({ code, title }) => ({ value: code, text: title })) ?? []),
          ]}
          chosen={filter.kind ?? ''}
          onChoose={(kind) => turn({ kind: kind || undefined })}
        />
      </Chips>
      {found.error ? (
        <ProblemState problem={asProblem(found.error)} takesFocus onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading rows={5} label="Загружаем документы" />
      ) : items.length === 0 ? (
        <EmptyState title={showsAll ? 'Документов нет' : 'Ничего не ждёт рассмотрения'}>
          {showsAll
            ? 'Под выбранные условия не подошёл ни один документ ваших школ.'
            : 'Когда школа отправит документ, он появится здесь.'}
        </EmptyState>
      ) : (
        <>
          <p className={text.meta}>
            Показано {items.length} из {total}
          </p>
          <DataTable caption="Документы школ" columns={COLUMNS} narrow="cards" isFramed>
            <tbody>
              {items.map((document) => (
                <Row key={document.id} document={document} />
              ))}
            </tbody>
          </DataTable>
          {found.hasNextPage && (
            <Button
              aria-disabled={found.isFetchingNextPage || undefined}
              onClick={() => !found.isFetchingNextPage && void found.fetchNextPage()}
            >
              Показать ещё
            </Button>
          )}
        </>
      )}
    </>
  )
}

function Row({ document }: { document: DocumentBriefOut }) {
  const today = dateOfInstant(useMe().now)
  const since = document.waiting_since && dateOfInstant(document.waiting_since)
  return (
    <tr>
      <th scope="row">
        <Link to="/documents/$documentId" params={{ documentId: document.id }}>
          {bound(document.title)}
        </Link>
        <br />
        <span className={text.meta}>{lineOf(document)}</span>
      </th>
      <td data-label="Школа">
        <span>{bound(document.school_name)}</span>
      </td>
      <td data-label="Состояние">
        <Status kind={KIND_OF_STATE[document.state]} text={document.state_words} />
      </td>
      <td data-label="Ждёт" data-empty={since === null || undefined}>
        <span>{since ? waitWords(since, today) : '—'}</span>
      </td>
    </tr>
  )
}

/** «3 дня, с 14.03.2021». */
function waitWords(since: string, today: string): string {
  const days = daysBetween(since, today)
  return days < 1 ? 'с\u00a0сегодняшнего дня' : `${counted(days, DAYS)}, с\u00a0${formatDate(since)}`
}

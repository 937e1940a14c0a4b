import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { listSchoolsInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { SearchField } from '@/ui/SearchField'
import { EmptyState } from '@/ui/states'
import { conditionsOf, queryOf, type SchoolFilter, SHOWS } from './filter'
import styles from './SchoolsPage.module.css'
import { SchoolsTable } from './SchoolsTable'

const route = getRouteApi('/inside/schools')

/** The register of schools: found by name, narrowed by a chip; both stay in the address. */
export function SchoolsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const schools = useSchools(filter)
  const change = (search: SchoolFilter, replace = false) =>
    void navigate({ search, replace, resetScroll: false })

  const pages = schools.data?.pages ?? []
  const rows = pages.flatMap(({ items }) => items)
  const total = pages[0]?.total ?? null
  return (
    <>
      <PageHeader title="Школы">
        <span role="status">{schools.isPlaceholderData ? 'Ищем школы.' : summaryOf(total, filter)}</span>
      </PageHeader>
      {/* With one school in sight there is nothing to search in. */}
      <div className={styles.filters} data-noprint hidden={total === 1 && conditionsOf(filter).length === 0}>
        <div className={styles.search}>
          <SearchField
            label="Найти школу"
            placeholder="Название или код"
            value={filter.q ?? ''}
            onSearch={(q) => change({ ...filter, q: q || undefined }, true)}
          />
        </div>
        <Chips
          label="Какие школы"
          options={SHOWS}
          chosen={filter.show ?? 'all'}
          onChoose={(show) => change({ ...filter, show: show === 'all' ? undefined : show })}
        />
      </div>
      {schools.isPending && <Loading rows={12} label="Загружаем школы" />}
      {schools.isError && (
        <ProblemState problem={asProblem(schools.error)} onRetry={() => void schools.refetch()} />
      )}
      {schools.isSuccess && rows.length === 0 && (
        <NothingFound filter={filter} onChange={(search) => change(search)} />
      )}
      {rows.length > 0 && <SchoolsTable schools={rows} isStale={schools.isPlaceholderData} />}
      {schools.hasNextPage && (
        <div className={styles.more}>
          <Button
            onClick={() => void schools.fetchNextPage()}
            aria-disabled={schools.isFetchingNextPage || undefined}
          >
            {schools.isFetchingNextPage ? 'Загружаем' : 'Показать ещё'}
          </Button>
          {total !== null && <span className={styles.shown}>{`Показано ${rows.length} из ${total}`}</span>}
        </div>
      )}
    </>
  )
}

function useSchools(filter: SchoolFilter) {
  return useInfiniteQuery({
    ...listSchoolsInfiniteOptions({ query: { ...queryOf(filter), count: 'exact' } }),
    initialPageParam: {},
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    // The table stays while the next letters are being searched for.
    placeholderData: keepPreviousData,
  })
}

function summaryOf(total: number | null, filter: SchoolFilter): string {
  if (total === null) return 'Школы, которые вам видны.'
  const number = counted(total, ['школа', 'школы', 'школ'])
  const conditions = conditionsOf(filter)
  return conditions.length > 0
    ? `${number}: ${conditions.join(', ')}.`
    : total > 1
      ? `${number}, по алфавиту.`
      : `${number}.`
}

function NothingFound({
  filter,
  onChange,
}: {
  filter: SchoolFilter
  onChange: (filter: SchoolFilter) => void
}) {
  const conditions = conditionsOf(filter)
  if (conditions.length === 0) {
    return (
      <EmptyState title="Школ нет">
        Вам пока не назначена ни одна школа. Школы назначает координатор вашего управления.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Ничего не нашлось"
      action={
        <Button size="small" onClick={() => onChange({})}>
          Показать все школы
        </Button>
      }
    >
      {conditions.length > 1
        ? `Условия: ${conditions.join(' и ')}. Проверьте название или снимите одно из условий.`
        : `Условие: ${conditions.join()}. Проверьте название или откройте весь список.`}
    </EmptyState>
  )
}

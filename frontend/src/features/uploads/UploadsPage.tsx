import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { listUploadsInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { Disclosure } from '@/ui/Disclosure'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import { SendFiles } from './SendFiles'
import { TemplateForm } from './TemplateForm'
import styles from './UploadsPage.module.css'
import { UploadsTable } from './UploadsTable'
import { isBusy } from './uploadState'
import { SHOWS, type Show } from './uploadsSearch'

const route = getRouteApi('/inside/uploads')
const LOOK_AGAIN_MS = 3_000

/** Files of results: sending new ones, and what became of those sent before. */
export function UploadsPage() {
  const maySend = useMay('upload_results')
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const uploads = useUploads(state)
  const rows = uploads.data?.pages.flatMap(({ items }) => items) ?? []
  const choose = (show: Show) =>
    void navigate({ search: show === 'all' ? {} : { state: show }, resetScroll: false })
  return (
    <>
      <PageHeader title="Загрузки">
        Файл проверяется сразу, в базу он попадает только после того, как его примут.
      </PageHeader>
      {maySend && (
        <Box title="Загрузить результаты">
          <SendFiles />
          <div className={styles.template}>
            <Disclosure summary="Шаблон Excel для заполнения вручную">
              <TemplateForm />
            </Disclosure>
          </div>
        </Box>
      )}
      <div className={styles.list}>
        <Chips label="Какие загрузки" options={SHOWS} chosen={state ?? 'all'} onChoose={choose} />
        {uploads.isPending && <Loading rows={5} label="Загружаем список" />}
        {uploads.isError && (
          <ProblemState problem={asProblem(uploads.error)} onRetry={() => void uploads.refetch()} />
        )}
        {uploads.isSuccess && rows.length === 0 && (
          <NothingHere isFiltered={state !== undefined} maySend={maySend} onAll={() => choose('all')} />
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

function useUploads(state: Exclude<Show, 'all'> | undefined) {
  return useInfiniteQuery({
    ...listUploadsInfiniteOptions({ query: state ? { state } : {} }),
    initialPageParam: {},
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((upload) => isBusy(upload.state))) ? LOOK_AGAIN_MS : false,
    placeholderData: keepPreviousData,
  })
}

interface NothingHereProps {
  isFiltered: boolean
  maySend: boolean
  onAll: () => void
}

function NothingHere({ isFiltered, maySend, onAll }: NothingHereProps) {
  if (isFiltered) {
    return (
      <EmptyState
        title="Таких загрузок нет"
        action={
          <Button size="small" onClick={onAll}>
            Показать все загрузки
          </Button>
        }
      >
        Выбрано одно состояние. В других загрузки могут быть.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="Загрузок пока нет">
      {maySend
        ? 'Возьмите в ФИС ОКО форму «Ф1» и перетащите её сюда.'
        : 'Здесь появятся файлы результатов, которые пришлют школы и методисты.'}
    </EmptyState>
  )
}

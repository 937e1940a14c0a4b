import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listTargetsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportTargets } from '@/api/generated/sdk.gen'
import type { TargetList } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { lastPage, Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { TargetsFilters } from './TargetsFilters'
import { TargetsTable } from './TargetsTable'
import { isNarrowed, queryOf, type TargetsSearch } from './targetsSearch'
import { summaryText } from './words'

const route = getRouteApi('/inside/targets')
const TITLE = 'План-факт целевых показателей'
const PAGE_SIZE = 100

/** Targets of all schools the reader sees: plan against fact, filtered by the address. */
export function TargetsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const query = queryOf(search)
  const { data, error, refetch } = useQuery({
    ...listTargetsOptions({ query }),
    placeholderData: keepPreviousData,
  })
  const change = (to: TargetsSearch) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...to }), resetScroll: false })
  if (!data) {
    return (
      <>
        <PageHeader title={TITLE} />
        {error ? (
          <ProblemState problem={asProblem(error)} takesFocus onRetry={() => void refetch()} />
        ) : (
          <Loading rows={6} label="Считаем план и факт" />
        )}
      </>
    )
  }
  return (
    <div data-print="wide" className={text.stackWide}>
      <PageHeader
        title={TITLE}
        actions={
          <Download what={TITLE} load={() => downloadFile((asFile) => exportTargets({ query, ...asFile }))}>
            Скачать XLSX
          </Download>
        }
      >
        {summaryText(data.summary)}
      </PageHeader>
      <TargetsFilters search={search} years={data.years} onChange={change} />
      {isNarrowed(search) && (
        <p className={text.meta}>
          Отбор: {search.school && 'одна школа; '}
          {data.conditions}.{' '}
          <Link to="/targets" search={{}} data-noprint>
            Показать все цели
          </Link>
        </p>
      )}
      <Found
        data={data}
        page={search.page ?? 1}
        onPage={(page) => change({ page: page > 1 ? page : undefined })}
      />
    </div>
  )
}

interface FoundProps {
  data: TargetList
  page: number
  onPage: (page: number) => void
}

function Found({ data: { items, total }, page, onPage }: FoundProps) {
  if (total === 0) {
    return (
      <EmptyState title="Целей нет">
        Цель ставят на странице школы, раздел «Цели»: показатель, база с числом участников, план и год.
      </EmptyState>
    )
  }
  const shown = Math.min(page, lastPage(total, PAGE_SIZE))
  return (
    <>
      <TargetsTable items={items.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE)} />
      <Pager what="целей" page={shown} pageSize={PAGE_SIZE} total={total} onPage={onPage} />
      <p className={text.meta}>
        Доли до 20 участников показаны числом учеников. Достигнут или нет — только когда весь 95&nbsp;%
        интервал факта по одну сторону плана. По школам показатели не усредняются.
      </p>
    </>
  )
}

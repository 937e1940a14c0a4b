import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { listVisitsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { VisitSummaryOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { VisitsTable } from './VisitsTable'
import type { VisitFilter, VisitsSearch } from './visitsSearch'

const route = getRouteApi('/inside/support/visits')

type Filter = 'all' | VisitFilter

const TESTS: Readonly<Record<Filter, (visit: VisitSummaryOut) => boolean>> = {
  all: () => true,
  ahead: ({ state }) => ['planned', 'confirmed'].includes(state),
  report: ({ state }) => ['held', 'report_draft', 'returned'].includes(state),
  review: ({ state }) => state === 'submitted',
  closed: ({ state }) => ['approved', 'cancelled'].includes(state),
}

/** Visits to all schools the reader sees. */
export function VisitsPage() {
  const { show: filter = 'all', mine: isMine = false } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: VisitsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })
  const goes = useMay('conduct_visits')
  const visits = useQuery(listVisitsOptions({ query: { limit: 200, ...(isMine ? { mine: true } : {}) } }))
  const items = visits.data?.items ?? []
  const count = (name: Filter) => items.filter(TESTS[name]).length
  return (
    <>
      <PageHeader title="Визиты">Визит без сети откроется, если открыть его заранее при сети.</PageHeader>
      {visits.isPending ? (
        <Loading rows={6} label="Загружаем визиты" />
      ) : visits.isError ? (
        <ProblemState problem={asProblem(visits.error)} onRetry={() => void visits.refetch()} />
      ) : (
        <div className={text.stackWide}>
          <Chips<Filter>
            label="Визиты"
            chosen={filter}
            onChoose={(chosen) => change({ show: chosen === 'all' ? undefined : chosen })}
            options={[
              { value: 'all', text: 'Все', count: items.length },
              { value: 'ahead', text: 'Предстоят', count: count('ahead') },
              { value: 'report', text: 'Ждут справки', count: count('report'), kind: 'due' },
              { value: 'review', text: 'На проверке', count: count('review'), kind: 'run' },
              { value: 'closed', text: 'Закрыты', count: count('closed') },
            ]}
          >
            {goes && (
              <label className={text.row}>
                <input
                  type="checkbox"
                  checked={isMine}
                  onChange={() => change({ mine: isMine ? undefined : true })}
                />{' '}
                мои
              </label>
            )}
          </Chips>
          {items.filter(TESTS[filter]).length === 0 ? (
            <EmptyState title="Таких визитов нет">
              Выберите другой отбор или запланируйте визит на странице школы.
            </EmptyState>
          ) : (
            <VisitsTable visits={items.filter(TESTS[filter])} hasSchool />
          )}
          {visits.data.next_cursor && (
            <p className={text.meta}>Показаны 200 последних. Остальные на страницах школ.</p>
          )}
        </div>
      )}
    </>
  )
}

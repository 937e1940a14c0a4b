import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { listActionPointsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { asProblem } from '@/api/problems'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { PointList } from './PointList'

const route = getRouteApi('/inside/support/action-points')

/** What was agreed with all schools the reader sees. */
export function ActionPointsPage() {
  const { show = 'work' } = route.useSearch()
  const navigate = route.useNavigate()
  const points = useQuery(listActionPointsOptions({ query: { limit: 200 } }))
  return (
    <>
      <PageHeader title="Договорённости">
        Кто выполнил, тот не проверяет. Открытые переходят на следующий визит.
      </PageHeader>
      {points.isPending ? (
        <Loading rows={6} label="Загружаем договорённости" />
      ) : points.isError ? (
        <ProblemState problem={asProblem(points.error)} onRetry={() => void points.refetch()} />
      ) : (
        <>
          <PointList
            items={points.data.items}
            hasSchool
            filter={show}
            onFilter={(chosen) => void navigate({ search: { show: chosen }, resetScroll: false })}
          />
          {points.data.next_cursor && (
            <p className={text.meta}>Показаны первые 200. Остальные на страницах школ.</p>
          )}
        </>
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { getIdentificationLineOptions } from '@/api/generated/@tanstack/react-query.gen'
import { asProblem } from '@/api/problems'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { LineView } from './LineView'
import { capital } from './words'

const route = getRouteApi('/inside/identification/runs/$runId/schools/$schoolId')

/** A school of a run as the office sees it: why, how sure, what was decided. */
export function LinePage() {
  const { runId, schoolId } = route.useParams()
  const { data, error, refetch } = useQuery(
    getIdentificationLineOptions({ path: { run_id: runId, school_id: schoolId } }),
  )
  const crumbs = (
    <>
      <Link to="/identification">Перечень ОО с НОР</Link> /{' '}
      <Link to="/identification/runs/$runId" params={{ runId }}>
        {data ? `Расчёт, ${data.year} год` : 'Расчёт'}
      </Link>
    </>
  )
  return (
    <>
      <PageHeader title={data?.school_name ?? 'Школа в расчёте'} crumbs={crumbs}>
        {data && `${data.municipality}. ${capital(data.stability)}.`}
      </PageHeader>
      {error ? (
        <ProblemState problem={asProblem(error)} takesFocus onRetry={() => void refetch()} />
      ) : data ? (
        <LineView line={data} />
      ) : (
        <Loading rows={8} label="Загружаем школу" />
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getSchoolSourcesOptions, getSchoolSummaryOptions } from '@/api/generated/@tanstack/react-query.gen'
import { asProblem } from '@/api/problems'
import { formatDate, formatInstant } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Disclosure } from '@/ui/Disclosure'
import { KeyValue } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'

/** How the support of a school stands, each count with a way to its records. */
export function SchoolSummary({ schoolId }: { schoolId: string }) {
  const path = { school_id: schoolId }
  const params = { schoolId }
  const found = useQuery(getSchoolSummaryOptions({ path }))
  if (found.isPending) return <Loading rows={6} label="Загружаем сопровождение" />
  if (found.isError) {
    return <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
  }
  const { data: summary } = found
  const late = summary.overdue_action_points
  const planLink = (
    <Link to="/plan" search={{ school: schoolId }}>
      строки плана об этой школе
    </Link>
  )
  return (
    <Box title="Сопровождение">
      <KeyValue
        pairs={[
          {
            name: 'Следующий визит',
            value:
              summary.next_visit_id && summary.next_visit_on ? (
                <Link to="/visits/$visitId" params={{ visitId: summary.next_visit_id }}>
                  {formatDate(summary.next_visit_on)}
                </Link>
              ) : (
                NO_DATA
              ),
          },
          {
            name: 'Договорённости',
            value: (
              <Link to="/schools/$schoolId/action-points" params={params}>
                {`в работе ${formatNumber(summary.open_action_points)}`}
                {late > 0 && `, просрочено ${formatNumber(late)}`}
              </Link>
            ),
          },
          {
            name: 'Документы приняты',
            value: (
              <Link to="/schools/$schoolId/documents" params={params}>
                {ratioText(summary.documents_approved, summary.documents_required)}
                {summary.documents_waiting > 0 && `, на проверке ${formatNumber(summary.documents_waiting)}`}
              </Link>
            ),
          },
          {
            name: 'Программы приняты',
            value: (
              <Link to="/schools/$schoolId/programmes" params={params}>
                {summary.programmes_selected === 0
                  ? NO_DATA
                  : ratioText(summary.programmes_accepted, summary.programmes_selected)}
              </Link>
            ),
          },
          {
            name: 'Меры подтверждены',
            value: summary.measures === 0 ? NO_DATA : ratioText(summary.measures_confirmed, summary.measures),
          },
          { name: 'Дорожная карта', value: planLink },
        ]}
      />
    </Box>
  )
}

type Place = '/schools/$schoolId/history' | '/schools/$schoolId/team' | '/schools/$schoolId/visits'

/** Where the records behind a figure are shown; the rest stands on this very page. */
const PLACES: Readonly<Record<string, Place>> = {
  classes: '/schools/$schoolId/history',
  low_results: '/schools/$schoolId/history',
  project: '/schools/$schoolId/history',
  curator: '/schools/$schoolId/team',
  mentor: '/schools/$schoolId/team',
  visit: '/schools/$schoolId/visits',
}

/** Where each figure of the passport comes from: the record, its basis, who wrote it and when. */
export function SchoolSources({ schoolId }: { schoolId: string }) {
  return (
    <Disclosure summary="Откуда данные">
      <Sources schoolId={schoolId} />
    </Disclosure>
  )
}

function Sources({ schoolId }: { schoolId: string }) {
  const sources = useQuery(getSchoolSourcesOptions({ path: { school_id: schoolId } }))
  if (sources.isPending) return <Loading rows={4} label="Загружаем источники" />
  if (sources.isError) {
    return <ProblemState problem={asProblem(sources.error)} onRetry={() => void sources.refetch()} />
  }
  return (
    <ul className={text.stack}>
      {sources.data.items.map(({ figure, title, value, source, basis, person, recorded_at }) => (
        <li key={figure} className={text.small}>
          <b>
            {PLACES[figure] ? (
              <Link to={PLACES[figure]} params={{ schoolId }}>
                {title}
              </Link>
            ) : (
              title
            )}
          </b>
          : {bound(value)}. <span className={text.sub}>{source}</span>
          {basis && `. Основание: ${basis}`}
          {recorded_at && (
            <span className={text.meta}>
              {' '}
              Записано {formatInstant(recorded_at)}
              {person && `, ${person}`}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getSchoolHistoryOptions, getSchoolOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { HistoryItemOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { Classes } from './Classes'
import { Reorganise } from './Reorganise'

/** A school through the years: statuses, projects, people, names; classes by year. */
export function SchoolHistory({ schoolId }: { schoolId: string }) {
  const path = { school_id: schoolId }
  const history = useQuery(getSchoolHistoryOptions({ path }))
  const { data: school } = useQuery(getSchoolOptions({ path }))
  const today = dateOfInstant(useMe().now)
  if (history.isPending) return <Loading rows={6} label="Загружаем историю школы" />
  if (history.isError) {
    return <ProblemState problem={asProblem(history.error)} onRetry={() => void history.refetch()} />
  }
  return (
    <div className={`${text.columns} ${text.mainAndSide}`}>
      <div className={text.stackWide}>
        {school?.allowed_actions.includes('reorganise') && <Reorganise school={school} today={today} />}
        <Box title="История">
          {history.data.items.length === 0 ? (
            <EmptyState title="Записей пока нет">
              Здесь появятся признаки, проекты, назначения и реорганизации.
            </EmptyState>
          ) : (
            <Timeline
              items={history.data.items.map((item, place) => ({
                key: `${item.kind}${item.since_on}${item.title}${place}`,
                kind: item.until_on && item.until_on <= today ? 'idle' : 'ok',
                title: `${periodOf(item)}: ${item.title}`,
                text: [item.detail, item.basis && `основание: ${item.basis}`, item.person]
                  .filter(Boolean)
                  .join('. '),
              }))}
            />
          )}
        </Box>
      </div>
      <Classes schoolId={schoolId} today={today} />
    </div>
  )
}

/** «с 12.02.2021», «01.09.2020 – 31.08.2021», or the one day of a rename. */
function periodOf({ kind, since_on, until_on }: HistoryItemOut): string {
  if (kind === 'reorganisation' || kind === 'predecessor') return formatDate(since_on)
  return until_on ? `${formatDate(since_on)} – ${formatDate(until_on)}` : `с ${formatDate(since_on)}`
}

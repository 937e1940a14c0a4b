import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getActivityOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ActivityDetailOut, ActivityOut, SchoolFactsOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { counted, type Forms } from '@/lib/plural'
import { ratioText } from '@/lib/ratio'
import { bound, lowerFirst } from '@/lib/typography'
import { BigFigure } from '@/ui/Figure'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { Panel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { Status, Tag } from '@/ui/Status'
import { type StatusKind, toStatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import styles from './ActivityPanel.module.css'
import { capitalized, quotedTerm } from './todoWords'

export const PANEL_ID = 'activity-panel'

/** What opens the panel of a row and gets the focus back. */
export function figureId(activityId: string): string {
  return `figure-${activityId}`
}

const SCHOOLS: Forms = ['школа', 'школы', 'школ']

interface ActivityPanelProps {
  activityId: string
  /** The row as the table has it: the heading need not wait for the schools. */
  known: ActivityOut | undefined
  onClose: () => void
}

/** One row of the plan: which schools are done, which are not and why, and the words of the act. */
export function ActivityPanel({ activityId, known, onClose }: ActivityPanelProps) {
  const { data, error, refetch } = useQuery(getActivityOptions({ path: { activity_id: activityId } }))
  const activity = data?.activity ?? known
  return (
    <Panel
      id={PANEL_ID}
      title={activity?.title ?? 'Строка плана'}
      meta={
        activity &&
        `${activity.number} · ${quotedTerm(activity.term_source)} · ${activity.responsible_source}`
      }
      onClose={onClose}
    >
      {activity && <Standing activity={activity} />}
      {data ? (
        <Schools detail={data} />
      ) : error ? (
        <ProblemState problem={asProblem(error)} headingLevel={3} onRetry={() => void refetch()} />
      ) : (
        <Loading rows={4} label="Загружаем школы" />
      )}
      {activity && <WordsOfAct activity={activity} />}
      {data && <HowCounted detail={data} />}
    </Panel>
  )
}

function Standing({ activity: { figure, windows, status } }: { activity: ActivityOut }) {
  const statuses = windows.length > 0 ? windows.map((window) => window.status) : [status]
  return (
    <>
      <div className={styles.standing}>
        {figure && <BigFigure met={figure.met} total={figure.total} />}
        {statuses.map(({ kind, text: words }) => (
          <Tag key={words} kind={toStatusKind(kind)} text={words} />
        ))}
      </div>
      {figure?.due_on && figure.met_at_due !== null && (
        <p className={text.meta}>
          <Status
            kind="frozen"
            text={`На срок ${formatDate(figure.due_on)} было ${ratioText(figure.met_at_due, figure.total)}`}
          />
        </p>
      )}
    </>
  )
}

function Schools({ detail: { schools, activity } }: { detail: ActivityDetailOut }) {
  const missing = schools.filter(({ is_met }) => !is_met)
  const met = schools.filter(({ is_met }) => is_met)
  const kind = toStatusKind(activity.status.kind)
  return (
    <>
      {missing.length > 0 && <h3>Не выполнено: {counted(missing.length, SCHOOLS)}</h3>}
      <div className={text.stack}>
        {missing.map((school) => (
          <MissingSchool key={school.school_id} school={school} kind={kind} />
        ))}
      </div>
      {met.length > 0 && <h3>Выполнено: {counted(met.length, SCHOOLS)}</h3>}
      <ul>
        {met.map((school) => (
          <li key={school.school_id} className={styles.met}>
            <SchoolName school={school} />
            <span className={styles.facts}>{bound(school.facts.map((fact) => fact.text).join(' · '))}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What is missing burns as the row does: a fact nobody waits for yet is no alarm. */
function MissingSchool({ school, kind }: { school: SchoolFactsOut; kind: StatusKind }) {
  const urgency = kind === 'late' || kind === 'due' ? kind : 'idle'
  return (
    <Note tone={urgency === 'idle' ? 'plain' : urgency}>
      <p>
        <SchoolName school={school} />
      </p>
      <ul className={styles.factList}>
        {school.facts.map((fact) => (
          <li key={fact.code}>
            <Status kind={fact.since_on === null ? urgency : 'ok'} text={capitalized(fact.text)} />
          </li>
        ))}
      </ul>
    </Note>
  )
}

function SchoolName({ school }: { school: SchoolFactsOut }) {
  return (
    <Link to="/schools/$schoolId" params={{ schoolId: school.school_id }} className={styles.school}>
      {bound(school.school_name)}
    </Link>
  )
}

function WordsOfAct({
  activity: { expected_result, result_document, questions },
}: {
  activity: ActivityOut
}) {
  return (
    <>
      {result_document !== null && (
        <>
          <h3>Итоговый документ дословно</h3>
          <p className={text.sub}>«{result_document}»</p>
        </>
      )}
      {expected_result !== null && (
        <>
          <h3>Ожидаемый результат дословно</h3>
          <p className={text.sub}>«{expected_result}»</p>
        </>
      )}
      {questions.length > 0 && <h3>Вопрос автору распоряжения</h3>}
      {questions.map((question) => (
        <p key={question.text}>
          <Status kind="ask" text={question.text} />
        </p>
      ))}
    </>
  )
}

function HowCounted({ detail: { schools, activity } }: { detail: ActivityDetailOut }) {
  const facts = schools[0]?.facts.map(({ title }) => title) ?? []
  return (
    <>
      <h3>Как считается</h3>
      <p className={text.sub}>
        {activity.figure === null || facts.length === 0
          ? 'По школам эта строка не считается: выполнение отмечают по сроку целиком.'
          : bound(
              `Школа засчитана, когда подтверждено всё: ${facts.map(lowerFirst).join('; ')}. Ввести число вручную нельзя.`,
            )}
      </p>
    </>
  )
}

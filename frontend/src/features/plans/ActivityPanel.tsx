import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { getActivityOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ActivityOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { BigFigure } from '@/ui/Figure'
import { Loading } from '@/ui/Loading'
import { Panel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { Status, Tag } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import styles from './ActivityPanel.module.css'
import { movedNotes } from './deadlines'
import { ExpectedResults } from './ExpectedResults'
import { quotedTerm } from './todoWords'

export const PANEL_ID = 'activity-panel'

/** What opens the panel of a row and gets the focus back. */
export function figureId(activityId: string): string {
  return `figure-${activityId}`
}

interface ActivityPanelProps {
  activityId: string
  /** The row as the table has it: the heading need not wait for the schools. */
  known: ActivityOut | undefined
  onClose: () => void
  /** What another feature has to say about the row, below its figures: first who is missing, then what to do. */
  children?: ReactNode
}

/** One row of the plan: what it must bring and what it has brought, who is missing and why, the words of the act. */
export function ActivityPanel({ activityId, known, onClose, children }: ActivityPanelProps) {
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
        <ExpectedResults results={data.results} kind={toStatusKind(data.activity.status.kind)} />
      ) : error ? (
        <ProblemState problem={asProblem(error)} headingLevel={3} onRetry={() => void refetch()} />
      ) : (
        <Loading rows={4} label="Загружаем школы" />
      )}
      {children}
      {activity && <WordsOfAct activity={activity} />}
      {data && <HowCounted isCounted={data.results.length > 0} />}
    </Panel>
  )
}

function Standing({ activity: { figure, windows, status } }: { activity: ActivityOut }) {
  const statuses = windows.length > 0 ? windows.map((window) => window.status) : [status]
  const comments = windows.flatMap(({ comment }) => comment ?? [])
  return (
    <>
      <div className={styles.standing}>
        {figure && <BigFigure met={figure.met} total={figure.total} />}
        {statuses.map(({ kind, text: words }) => (
          <Tag key={words} kind={toStatusKind(kind)} text={words} />
        ))}
      </div>
      {[...movedNotes(windows), ...comments].map((note) => (
        <p key={note} className={text.meta}>
          {bound(note)}
        </p>
      ))}
    </>
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

function HowCounted({ isCounted }: { isCounted: boolean }) {
  return (
    <>
      <h3>Как считается</h3>
      <p className={text.sub}>
        {isCounted
          ? bound(
              'Числа складываются из принятых подтверждений. Ввести число вручную нельзя: оно меняется, когда подтверждение принято, возвращено или отозвано.',
            )
          : 'Эта строка не считается: выполнение отмечают по сроку целиком.'}
      </p>
    </>
  )
}

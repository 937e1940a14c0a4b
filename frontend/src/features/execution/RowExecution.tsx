import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listOccurrencesOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { OccurrencesOut, WindowOccurrencesOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Disclosure } from '@/ui/Disclosure'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import styles from './Execution.module.css'
import { Occurrence } from './Occurrence'
import { occurrencesOf, urgency, windowToOpen } from './order'
import { SchoolList } from './SchoolList'
import { rescheduleWords, whoAndWhen, windowMeta } from './words'

const SHOWN_AT_FIRST = 6
const REPORTS = ['отчёт', 'отчёта', 'отчётов'] as const
const WINDOWS = ['срок', 'срока', 'сроков'] as const

interface RowExecutionProps {
  activityId: string
  /** Only what this school does; without it the office and every school of the reader. */
  schoolId?: string
}

/** Carrying out one row of the plan, window by window: who has done what, by what it is shown, what may be done now. */
export function RowExecution({ activityId, schoolId }: RowExecutionProps) {
  const row = useQuery({
    ...listOccurrencesOptions({ path: { activity_id: activityId }, query: { school_id: schoolId } }),
    select: schoolId === undefined ? undefined : withoutOffice,
  })
  return (
    <section aria-labelledby={`${activityId}-execution`}>
      <h3 id={`${activityId}-execution`}>Выполнение</h3>
      {row.data ? (
        <Windows key={activityId} row={row.data} />
      ) : row.error ? (
        <ProblemState problem={asProblem(row.error)} headingLevel={3} onRetry={() => void row.refetch()} />
      ) : (
        <Loading rows={3} label="Загружаем выполнение" />
      )}
    </section>
  )
}

function withoutOffice(row: OccurrencesOut): OccurrencesOut {
  return { ...row, windows: row.windows.map((window) => ({ ...window, office: null })) }
}

function Windows({ row: { windows, needs_evidence } }: { row: OccurrencesOut }) {
  const [toOpen] = useState(() => windowToOpen(windows))
  const [isUnfolded, setUnfolded] = useState(false)
  if (windows.length === 0) {
    return <p className={text.sub}>Дней срока в распоряжении нет, поэтому отчитываться по строке не нужно.</p>
  }
  // Of a weekly series only those around the one that matters now.
  const from = Math.max(0, Math.min(toOpen - 1, windows.length - SHOWN_AT_FIRST))
  const shown = isUnfolded ? windows : windows.slice(from, from + SHOWN_AT_FIRST)
  return (
    <>
      <ul className={styles.list}>
        {shown.map((window) => (
          <li key={window.window_id}>
            <Window
              window={window}
              needsEvidence={needs_evidence}
              startsOpen={window.window_id === windows[toOpen]?.window_id}
            />
          </li>
        ))}
      </ul>
      {shown.length < windows.length && (
        <Button size="small" className={styles.more} onClick={() => setUnfolded(true)}>
          Показать все {counted(windows.length, WINDOWS)}
        </Button>
      )}
    </>
  )
}

interface WindowProps {
  window: WindowOccurrencesOut
  needsEvidence: boolean
  startsOpen: boolean
}

function Window({ window, needsEvidence, startsOpen }: WindowProps) {
  const { label, office, schools, reschedules } = window
  const meta = windowMeta(window)
  const waiting = occurrencesOf(window).filter((occurrence) => urgency(occurrence) === 0).length
  const shown = office ?? (schools.length === 1 ? schools[0] : undefined)
  return (
    <Disclosure
      startsOpen={startsOpen}
      summary={
        <>
          <b className={styles.name}>{bound(label)}</b>
          {meta && <span className={text.meta}>{meta}</span>}
          {shown && <Status kind={toStatusKind(shown.status.kind)} text={shown.status.text} />}
          {waiting > 0 && <Status kind="due" text={`Ждёт решения: ${counted(waiting, REPORTS)}`} />}
        </>
      }
    >
      {reschedules.map((moved) => (
        <p key={moved.id} className={text.small}>
          {bound(rescheduleWords(moved))} <span className={text.meta}>{whoAndWhen(moved.who, moved.at)}</span>
        </p>
      ))}
      {occurrencesOf(window).length === 0 && (
        <p className={text.sub}>В этот срок отчитывается управление, от школ отчёт не нужен.</p>
      )}
      {office && (
        <>
          {schools.length > 0 && (
            <>
              <p className={styles.whose}>Управление</p>
              <Status kind={toStatusKind(office.status.kind)} text={office.status.text} />
            </>
          )}
          <Occurrence occurrence={office} needsEvidence={needsEvidence} />
        </>
      )}
      {!office && schools.length === 1 && schools[0] ? (
        <>
          <p className={styles.whose}>{bound(schools[0].school_name ?? 'Школа')}</p>
          <Occurrence occurrence={schools[0]} needsEvidence={needsEvidence} />
        </>
      ) : (
        schools.length > 0 && (
          <>
            {office && <p className={styles.whose}>Школы</p>}
            <SchoolList schools={schools} needsEvidence={needsEvidence} />
          </>
        )
      )}
    </Disclosure>
  )
}

import { Link } from '@tanstack/react-router'
import { ActionBar } from '@/acts/ActionBar'
import type { VisitOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate, formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Passport } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { actionsOf } from './actions'
import { Checklist } from './Checklist'
import { Findings } from './Findings'
import { Levels } from './Levels'
import { Texts } from './Texts'
import { Unsent, UnsentWithoutVisit, useSubmitAfterAll } from './Unsent'
import { useVisit } from './useVisit'
import { VisitPoints } from './VisitPoints'
import { visitStatus, whenOf } from './words'

/** One visit: on a phone at the school, with or without a network, and on the desk afterwards. */
export function VisitPage({ visitId }: { visitId: string }) {
  const visit = useVisit(visitId)
  if (visit.isPending) return <Loading rows={8} label="Загружаем визит" />
  if (visit.isError) {
    return (
      <>
        <ProblemState
          problem={asProblem(visit.error)}
          headingLevel={1}
          takesFocus
          onRetry={() => void visit.refetch()}
        />
        <UnsentWithoutVisit visitId={visitId} />
      </>
    )
  }
  return <Visit kit={visit.data} />
}

function Visit({ kit }: { kit: VisitOut }) {
  const today = dateOfInstant(useMe().now)
  const { allowed_actions, blocked_by } = useSubmitAfterAll(kit)
  return (
    <>
      <PageHeader
        title={`Визит: ${kit.school_name}`}
        crumbs={
          <>
            <Link to="/support/visits">Визиты</Link> /{' '}
            <Link to="/schools/$schoolId/visits" params={{ schoolId: kit.school_id }}>
              {kit.school_name}
            </Link>
          </>
        }
      >
        {bound(kit.purpose)}
      </PageHeader>
      <p>
        <Status {...visitStatus(kit)} />
      </p>
      <Passport
        pairs={[
          { name: 'Когда', value: whenOf(kit) },
          { name: 'Кто едет', value: kit.person_name },
          {
            name: 'Записано',
            value: kit.held_recorded_at ? formatInstant(kit.held_recorded_at) : '— не проведён',
          },
          {
            name: 'Отметка в МЭДК',
            value: kit.medk_marked_on ? formatDate(kit.medk_marked_on) : '— нет',
          },
        ]}
      />
      <Unsent kit={kit} />
      {kit.reason && <Note tone="due">Причина: {bound(kit.reason)}</Note>}
      {kit.school_answer && (
        <Note tone={kit.school_answer === 'objects' ? 'due' : 'accent'}>
          Школа {kit.school_answer === 'objects' ? 'не согласна' : 'согласна'} со справкой.{' '}
          {kit.school_comment && bound(kit.school_comment)}
        </Note>
      )}
      <ActionBar
        label="Действия с визитом"
        subject={`visit.${kit.id}`}
        actions={actionsOf(kit, today)}
        allowed={allowed_actions}
        blocked={blocked_by}
        moot={['hold', 'confirm', 'start_report', 'reschedule', 'cancel', 'answer', 'return', 'mark_medk']}
      />
      <div className={`${text.columns} ${text.half}`}>
        <div className={text.stackWide}>
          <Texts kit={kit} />
          <Checklist kit={kit} />
        </div>
        <div className={text.stackWide}>
          <Findings kit={kit} />
          <VisitPoints kit={kit} />
          <Levels levels={kit.risk_levels} />
          <Box title="Ход визита">
            <Timeline
              items={kit.steps.map(({ words, reason, person_name, at }) => ({
                key: `${at} ${words}`,
                kind: 'idle',
                title: `${formatInstant(at)}: ${words}`,
                text: [person_name, reason].filter(Boolean).join('. '),
              }))}
            />
          </Box>
        </div>
      </div>
    </>
  )
}

import { type Action, ActionBar } from '@/acts/ActionBar'
import { ReasonForm } from '@/acts/ReasonForm'
import { decideOccurrence, reportOccurrence } from '@/api/generated/sdk.gen'
import type { DecisionIn, EvidenceOut, OccurrenceOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Disclosure } from '@/ui/Disclosure'
import { Note } from '@/ui/Note'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { EvidenceItem } from './EvidenceItem'
import styles from './Execution.module.css'
import { OfferForm } from './OfferForm'
import { awaited, superseded } from './offer'
import { mootActions, occurrenceKey } from './order'
import { ReportForm } from './ReportForm'
import { RescheduleForm } from './RescheduleForm'
import { capitalized, factStatus, returnOf, stepKind, whoAndWhen } from './words'

interface OccurrenceProps {
  occurrence: OccurrenceOut
  needsEvidence: boolean
}

/** One window carried out by the office or by one school: what was done, by what it is shown, what may be done now. */
export function Occurrence({ occurrence, needsEvidence }: OccurrenceProps) {
  const { done_on, comment, evidence } = occurrence
  const returned = returnOf(occurrence)
  const old = superseded(evidence)
  return (
    <div className={styles.occurrence}>
      {done_on && <p>Сделано {formatDate(done_on)}.</p>}
      {comment && <p className={text.sub}>Комментарий: {bound(comment)}</p>}
      {returned && (
        <Note tone="due">
          <p>
            <b>Возвращено.</b> {returned.reason && bound(returned.reason)}
          </p>
          <p className={text.meta}>{whoAndWhen(returned.who, returned.at)}</p>
        </Note>
      )}
      <Needed occurrence={occurrence} />
      <EvidenceList label="Подтверждения" pieces={evidence.filter((piece) => !old.includes(piece))} />
      {old.length > 0 && (
        <Disclosure summary={<span className={text.meta}>Прежние, возвращённые и снятые: {old.length}</span>}>
          <EvidenceList label="Прежние подтверждения" pieces={old} />
        </Disclosure>
      )}
      <ActionBar
        label={`Действия: ${occurrence.school_name ?? 'управление'}`}
        subject={occurrenceKey(occurrence)}
        actions={actionsOf(occurrence, needsEvidence)}
        allowed={occurrence.allowed_actions}
        blocked={occurrence.blocked_by}
        moot={mootActions(occurrence.state)}
      />
      <Steps occurrence={occurrence} />
    </div>
  )
}

function EvidenceList({ label, pieces }: { label: string; pieces: readonly EvidenceOut[] }) {
  if (pieces.length === 0) return null
  return (
    <ul className={styles.list} aria-label={label}>
      {pieces.map((piece) => (
        <EvidenceItem key={piece.id} evidence={piece} />
      ))}
    </ul>
  )
}

/** The facts the row asks for here: which are there and since when, which are not. */
function Needed({ occurrence }: { occurrence: OccurrenceOut }) {
  const needed = awaited(occurrence.needed)
  if (needed.length === 0) return null
  return (
    <ul aria-label="Что нужно по этой строке">
      {needed.map((fact) => (
        <li key={fact.code}>
          <Status {...factStatus(fact, occurrence.evidence)} />
        </li>
      ))}
    </ul>
  )
}

function Steps({ occurrence: { steps } }: { occurrence: OccurrenceOut }) {
  if (steps.length === 0) return null
  return (
    <Disclosure summary={<span className={text.meta}>Кто что сделал и когда: {steps.length}</span>}>
      <Timeline
        items={steps.map((step) => ({
          key: `${step.at} ${step.action}`,
          kind: stepKind(step),
          title: capitalized(step.words),
          text: [whoAndWhen(step.who, step.at), step.reason].filter(Boolean).join(' · '),
        }))}
      />
    </Disclosure>
  )
}

function actionsOf(occurrence: OccurrenceOut, needsEvidence: boolean): Action[] {
  const { window_id, school_id } = occurrence
  const path = { window_id }
  const decide = (body: Pick<DecisionIn, 'action' | 'reason'>) =>
    decideOccurrence({ path, body: { ...body, school_id }, throwOnError: true })
  const withReason = (
    action: DecisionIn['action'],
    words: string,
    { label, hint, sending }: { label: string; hint: string; sending: string },
  ): Action => ({
    name: action,
    words,
    look: action === 'return' ? undefined : 'quiet',
    form: (slot) => (
      <ReasonForm
        {...slot}
        label={label}
        hint={hint}
        submit={words}
        sending={sending}
        onSend={(reason) => decide({ action, reason })}
      />
    ),
  })
  return [
    {
      name: 'report',
      words: 'Сдать',
      look: 'primary',
      form: (slot) => <ReportForm {...slot} occurrence={occurrence} needsEvidence={needsEvidence} />,
    },
    {
      name: 'start',
      words: 'Взять в работу',
      run: () => reportOccurrence({ path, body: { action: 'start', school_id }, throwOnError: true }),
    },
    { name: 'accept', words: 'Принять', look: 'primary', run: () => decide({ action: 'accept' }) },
    {
      name: 'offer',
      words: 'Приложить подтверждение',
      form: (slot) => <OfferForm {...slot} occurrence={occurrence} />,
    },
    withReason('return', 'Вернуть', {
      label: 'Почему возвращаете',
      hint: 'Напишите, что исправить: причину увидит тот, кто сдал',
      sending: 'Возвращаем',
    }),
    {
      name: 'reschedule',
      words: 'Перенести срок',
      look: 'quiet',
      form: (slot) => <RescheduleForm {...slot} occurrence={occurrence} />,
    },
    withReason('cancel', 'Отменить', {
      label: 'Почему отменяете',
      hint: 'Срок перестанет ждать выполнения; строка и история останутся',
      sending: 'Отменяем',
    }),
    withReason('reopen', 'Открыть снова', {
      label: 'Почему открываете снова',
      hint: 'Принятое перестанет считаться, пока не примут снова',
      sending: 'Открываем',
    }),
  ]
}

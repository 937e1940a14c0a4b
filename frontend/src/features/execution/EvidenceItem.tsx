import { useState } from 'react'
import { type Action, ActionBar, type FormSlot } from '@/acts/ActionBar'
import { ReasonForm } from '@/acts/ReasonForm'
import { downloadFile } from '@/api/download'
import { decideEvidence, getEvidenceFile } from '@/api/generated/sdk.gen'
import type { EvidenceDecisionIn, EvidenceOut } from '@/api/generated/types.gen'
import { asProblem, type Problem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/icons'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import styles from './Execution.module.css'
import { evidenceStatus, fileWords, safeLink, whoAndWhen } from './words'

/** One piece of evidence: what it shows and by what, who gave it, what was decided and why. */
export function EvidenceItem({ evidence }: { evidence: EvidenceOut }) {
  const { id, fact_title, about_person, occurred_on, basis, counted, of_total } = evidence
  const { author, recorded_at, decided_at, decided_by, decision_reason } = evidence
  const heads = counted !== null && of_total !== null ? `: ${ratioText(counted, of_total)}` : ''
  return (
    <li className={styles.evidence}>
      <p>
        <Status {...evidenceStatus(evidence)} /> <b>{bound(basis)}</b>
      </p>
      <Carrier evidence={evidence} />
      <p className={text.meta}>
        {fact_title}
        {heads}
        {about_person && ` · ${about_person}`} · {formatDate(occurred_on)}
      </p>
      <p className={text.meta}>Представлено: {whoAndWhen(author, recorded_at)}</p>
      {decided_at && <p className={text.meta}>Решение: {whoAndWhen(decided_by, decided_at)}</p>}
      {decision_reason && <p className={text.small}>Причина: {bound(decision_reason)}</p>}
      <ActionBar
        label={`Подтверждение: ${basis}`}
        subject={`evidence.${id}`}
        actions={actionsOf(id)}
        allowed={evidence.allowed_actions}
        blocked={reasonsFor(evidence)}
      />
    </li>
  )
}

/** What shows the fact: the file to save, the page to open, or only the words of the paper. */
function Carrier({ evidence }: { evidence: EvidenceOut }) {
  if (evidence.kind === 'file') return <EvidenceFile evidence={evidence} />
  if (evidence.kind === 'system') return <p className={text.meta}>По записям системы</p>
  if (evidence.kind === 'requisites') return <p className={text.meta}>По реквизитам документа</p>
  const address = safeLink(evidence.link_url)
  if (address === null) return <p className={styles.link}>{evidence.link_url}</p>
  return (
    <p className={styles.link}>
      <a href={address} target="_blank" rel="noopener noreferrer">
        {evidence.link_url}
      </a>{' '}
      <span className={text.meta}>в новой вкладке</span>
    </p>
  )
}

function EvidenceFile({ evidence }: { evidence: EvidenceOut }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isLoading, setLoading] = useState(false)
  const download = async () => {
    if (isLoading) return
    setLoading(true)
    setProblem(null)
    try {
      await downloadFile((asFile) => getEvidenceFile({ path: { evidence_id: evidence.id }, ...asFile }))
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setLoading(false)
    }
  }
  return (
    <>
      <Button
        size="small"
        look="quiet"
        className={styles.download}
        aria-disabled={isLoading || undefined}
        onClick={() => void download()}
      >
        <Icon name="file" size={13} />
        <span>Скачать {fileWords(evidence)}</span>
      </Button>
      {problem && (
        <ErrorState title={problem.title} text={problem.text} supportNumber={problem.supportNumber} />
      )}
    </>
  )
}

/** Why the next step is not possible; what the state in front says by itself needs no button. */
function reasonsFor({ state, blocked_by }: EvidenceOut): Record<string, string> {
  const next = state === 'submitted' ? ['accept', 'return'] : state === 'accepted' ? ['revoke'] : []
  return Object.fromEntries(Object.entries(blocked_by).filter(([action]) => next.includes(action)))
}

function actionsOf(evidenceId: string): Action[] {
  const decide = (body: EvidenceDecisionIn) =>
    decideEvidence({ path: { evidence_id: evidenceId }, body, throwOnError: true })
  return [
    { name: 'accept', words: 'Принять подтверждение', run: () => decide({ action: 'accept' }) },
    {
      name: 'return',
      words: 'Вернуть подтверждение',
      form: (slot: FormSlot) => (
        <ReasonForm
          {...slot}
          label="Почему возвращаете подтверждение"
          hint="Причину увидит тот, кто его представил"
          submit="Вернуть подтверждение"
          sending="Возвращаем"
          onSend={(reason) => decide({ action: 'return', reason })}
        />
      ),
    },
    {
      name: 'revoke',
      words: 'Снять подтверждение',
      look: 'quiet',
      form: (slot: FormSlot) => (
        <ReasonForm
          {...slot}
          label="Почему снимаете подтверждение"
          hint="Оно перестанет считаться сразу, показатели изменятся"
          submit="Снять подтверждение"
          sending="Снимаем"
          onSend={(reason) => decide({ action: 'revoke', reason })}
        />
      ),
    },
  ]
}

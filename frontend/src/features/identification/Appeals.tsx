import { Link } from '@tanstack/react-router'
import { ActionBar, type FormSlot } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import { stepIdentificationAppeal } from '@/api/generated/sdk.gen'
import type { IdentificationAppealOut, IdentificationLineOut } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Note } from '@/ui/Note'
import { NoData, Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './Identification.module.css'
import { KIND_OF_APPEAL } from './words'

/** What the school holds against the run, and how the office answered. */
export function Appeals({ line }: { line: IdentificationLineOut }) {
  const last = line.appeals[0]
  const isUnsettled =
    last?.state === 'satisfied' &&
    (line.decision === null || line.decision.decided_at < (last.closed_at ?? ''))
  return (
    <Box title="Возражения школы" meta={line.appeals.length > 0 ? String(line.appeals.length) : undefined}>
      {isUnsettled && (
        <Note tone="due">Возражение удовлетворено, а решение о школе после этого не принимали.</Note>
      )}
      {line.appeals.length === 0 ? (
        <NoData text="возражений нет" />
      ) : (
        line.appeals.map((appeal) => <Appeal key={appeal.id} appeal={appeal} />)
      )}
    </Box>
  )
}

function Appeal({ appeal }: { appeal: IdentificationAppealOut }) {
  const { id, state, state_title, body, author, submitted_at } = appeal
  return (
    <div className={styles.appeal}>
      <Status kind={KIND_OF_APPEAL[state] ?? 'idle'} text={`Возражение ${state_title}`} />
      <p className={text.meta}>{`${formatInstant(submitted_at)}, ${author ?? '—'}`}</p>
      <p className={styles.body}>{bound(body)}</p>
      {appeal.document_id && (
        <p>
          <Link to="/documents/$documentId" params={{ documentId: appeal.document_id }}>
            {appeal.document_title ?? 'Документ школы'}
          </Link>
        </p>
      )}
      {appeal.taken_at && state === 'under_review' && (
        <p className={text.meta}>{`Рассматривает ${appeal.taken_by ?? '—'}`}</p>
      )}
      {appeal.closed_at && (
        <>
          <p className={text.meta}>{`${formatInstant(appeal.closed_at)}, ${appeal.closed_by ?? '—'}`}</p>
          {appeal.answer && <p className={styles.body}>{bound(appeal.answer)}</p>}
          {appeal.basis && <p>{bound(`Основание: ${appeal.basis}`)}</p>}
        </>
      )}
      <ActionBar
        label="Возражение"
        subject={`appeal.${id}`}
        allowed={appeal.allowed_actions}
        blocked={{}}
        actions={[
          { name: 'take', words: 'Взять на рассмотрение', run: () => step(id, { action: 'take' }) },
          {
            name: 'satisfy',
            words: 'Удовлетворить',
            form: (slot) => <AnswerForm {...slot} id={id} action="satisfy" submit="Удовлетворить" />,
          },
          {
            name: 'reject',
            words: 'Отклонить',
            form: (slot) => <AnswerForm {...slot} id={id} action="reject" submit="Отклонить" />,
          },
          { name: 'withdraw', words: 'Отозвать', look: 'quiet', run: () => step(id, { action: 'withdraw' }) },
        ]}
      />
    </div>
  )
}

type Step = Parameters<typeof stepIdentificationAppeal>[0]['body']

function step(id: string, body: Step) {
  return stepIdentificationAppeal({ path: { appeal_id: id }, body, throwOnError: true })
}

interface AnswerFormProps extends FormSlot {
  id: string
  action: 'satisfy' | 'reject'
  submit: string
}

function AnswerForm({ id, action, submit, ...slot }: AnswerFormProps) {
  return (
    <FieldsForm
      {...slot}
      label="Ответ на возражение"
      submit={submit}
      sending="Сохраняем"
      fields={[
        {
          name: 'answer',
          label: 'Ответ школе',
          hint: 'Что проверили и почему так решили',
          kind: 'text',
          needed: 'Напишите школе, почему вы так решили.',
        },
        { name: 'basis', label: 'Документ', hint: 'Необязательно: вид, дата и номер' },
      ]}
      onSend={(typed) => step(id, { action, answer: typed.answer, basis: typed.basis || null })}
    />
  )
}

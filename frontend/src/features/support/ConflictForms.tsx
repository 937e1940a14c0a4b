import { SchoolChoice } from '@/acts/SchoolChoice'
import { useDraft } from '@/api/drafts'
import { declareConflict, withdrawConflict } from '@/api/generated/sdk.gen'
import type { ConflictOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { bound } from '@/lib/typography'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import { REASON_MISSING, wordsIssues } from './words'

interface SavingProps {
  onSaved: (what: string) => void
}

/** With which school a person is not impartial, and why. */
export function DeclareForm({ personId, onSaved }: SavingProps & { personId: string }) {
  const { draft, type, forget } = useDraft(`conflict.${personId}`, { school: '', reason: '' })
  const { send, ...state } = useSending(['school_id', 'reason'])
  const submit = async () => {
    const issues = [
      ...(draft.school ? [] : [{ name: 'school_id', message: 'Выберите школу из найденных.' }]),
      ...wordsIssues('reason', draft.reason, REASON_MISSING),
    ]
    const isDone = await send(issues, () =>
      declareConflict({
        body: { person_id: personId, school_id: draft.school, reason: draft.reason.trim() },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved('конфликт интересов заявлен')
  }
  return (
    <Form
      label="Конфликт интересов"
      {...state}
      submit="Заявить"
      sending="Заявляем"
      onSubmit={() => void submit()}
    >
      {(field) => (
        <>
          <SchoolChoice
            field={field('school_id')}
            chosen={draft.school}
            onChoose={(school) => type({ school })}
          />
          <TextArea
            {...field('reason')}
            label="В чём конфликт"
            value={draft.reason}
            maxLength={500}
            onChange={(event) => type({ reason: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

/** Why a conflict stands no longer. */
export function WithdrawForm({ conflict, onSaved }: SavingProps & { conflict: ConflictOut }) {
  const { draft, type, forget } = useDraft(`withdraw.${conflict.id}`, { reason: '' })
  const { send, ...state } = useSending(['reason'])
  const submit = async () => {
    const isDone = await send(wordsIssues('reason', draft.reason, REASON_MISSING), () =>
      withdrawConflict({
        path: { conflict_id: conflict.id },
        body: { reason: draft.reason.trim() },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved('конфликт интересов снят')
  }
  return (
    <Form
      label={`Снятие конфликта: ${conflict.school_name}`}
      {...state}
      submit="Снять"
      sending="Снимаем"
      onSubmit={() => void submit()}
    >
      {(field) => (
        <TextArea
          {...field('reason')}
          label={bound('Почему конфликта больше нет')}
          value={draft.reason}
          maxLength={500}
          onChange={(event) => type({ reason: event.target.value })}
        />
      )}
    </Form>
  )
}

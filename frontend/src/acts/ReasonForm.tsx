import { useDraft } from '@/api/drafts'
import { useSending } from '@/api/useSending'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import type { FormSlot } from './ActionBar'

const SHORTEST_REASON = 3
const LONGEST_REASON = 1000

interface ReasonFormProps extends FormSlot {
  label: string
  hint: string
  submit: string
  sending: string
  onSend: (reason: string) => Promise<unknown>
}

/** What must not happen without a reason: returning, cancelling, opening again, taking away. */
export function ReasonForm({ draft: name, label, hint, submit, sending, onSend, ...slot }: ReasonFormProps) {
  const { draft, type, forget } = useDraft(name, { reason: '' })
  const { send, ...state } = useSending(['reason'])
  const submitReason = async () => {
    const reason = draft.reason.trim()
    const isMissing = reason.length < SHORTEST_REASON
    const issues = isMissing ? [{ name: 'reason', message: 'Напишите причину, хотя бы несколько слов.' }] : []
    const isDone = await send(issues, () => onSend(reason))
    if (!isDone) return
    forget()
    slot.onSaved()
  }
  return (
    <Form
      label={submit}
      {...state}
      submit={submit}
      sending={sending}
      onSubmit={() => void submitReason()}
      takesFocus={slot.takesFocus}
      onClose={slot.onClose}
    >
      {(field) => (
        <TextArea
          {...field('reason')}
          label={label}
          hint={hint}
          value={draft.reason}
          maxLength={LONGEST_REASON}
          onChange={(event) => type({ reason: event.target.value })}
        />
      )}
    </Form>
  )
}

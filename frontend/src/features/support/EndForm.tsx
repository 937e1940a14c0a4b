import { useDraft } from '@/api/drafts'
import { endAssignment } from '@/api/generated/sdk.gen'
import type { AssignmentEndedOut, AssignmentOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatDate } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { bound } from '@/lib/typography'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { TextField } from '@/ui/TextField'
import { dayIssues, periodOf, REASON_MISSING, wordsIssues } from './words'

interface EndFormProps {
  assignment: AssignmentOut
  today: string
  onSaved: (what: string) => void
}

/** The last day and why; without a successor the accompaniment ends too. */
export function EndForm({ assignment, today, onSaved }: EndFormProps) {
  const { id, full_name, since_on } = assignment
  const { draft, type, forget } = useDraft(`end.${id}`, {
    lastOn: formatDate(since_on > today ? since_on : today),
    reason: '',
  })
  const { send, ...state } = useSending(['last_on', 'reason'])
  const submit = async () => {
    const issues = [
      ...dayIssues('last_on', draft.lastOn, today),
      ...wordsIssues('reason', draft.reason, REASON_MISSING),
    ]
    let done: AssignmentEndedOut | undefined
    const isDone = await send(issues, async () => {
      const reply = await endAssignment({
        path: { assignment_id: id },
        body: { last_on: readDate(draft.lastOn) ?? '', reason: draft.reason.trim() },
        throwOnError: true,
      })
      done = reply.data
    })
    if (!isDone) return
    forget()
    onSaved(done?.consequence ?? '')
  }
  return (
    <>
      <p>
        <b>{bound(full_name)}</b>, {bound(periodOf(assignment))}
      </p>
      <Note tone="due">
        Школа останется без сопровождения. Если есть преемник, выберите «Передать»: тогда пропуска не будет.
      </Note>
      <Form
        label="Завершение"
        {...state}
        submit="Завершить"
        sending="Завершаем"
        onSubmit={() => void submit()}
      >
        {(field) => (
          <>
            <DateField
              {...field('last_on')}
              label="Последний день"
              hint="Права действуют до конца этого дня по Самаре"
              value={draft.lastOn}
              onType={(lastOn) => type({ lastOn })}
            />
            <TextField
              {...field('reason')}
              label="Почему"
              value={draft.reason}
              maxLength={500}
              onChange={(event) => type({ reason: event.target.value })}
            />
          </>
        )}
      </Form>
    </>
  )
}

import { useDraft } from '@/api/drafts'
import { handOverAssignment } from '@/api/generated/sdk.gen'
import type { AssignmentOut, HandedOverOut, PassedOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { addDays, formatDate } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { bound } from '@/lib/typography'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { TextField } from '@/ui/TextField'
import { ProposalChoice } from './ProposalChoice'
import { ACT_MISSING, dayIssues, type Kind, periodOf, REASON_MISSING, wordsIssues } from './words'

interface HandOverFormProps {
  assignment: AssignmentOut
  today: string
  /** Told what has been done and what the successor takes over. */
  onSaved: (what: string, passed: PassedOut[]) => void
}

/** The successor, his first day, the act and why: no day is left between. */
export function HandOverForm({ assignment, today, onSaved }: HandOverFormProps) {
  const { id, school_id, kind, full_name, since_on } = assignment
  const first = since_on > today ? since_on : today
  const { draft, type, forget } = useDraft(`handover.${id}`, {
    person: '',
    fromOn: formatDate(addDays(first, 1)),
    act: '',
    reason: '',
  })
  const { send, ...state } = useSending(['person_id', 'from_on', 'act_text', 'reason'])
  const submit = async () => {
    const from_on = readDate(draft.fromOn) ?? ''
    const issues = [
      ...dayIssues('from_on', draft.fromOn, today),
      ...(draft.person ? [] : [{ name: 'person_id', message: 'Выберите, кому передать.' }]),
      ...wordsIssues('act_text', draft.act, ACT_MISSING),
      ...wordsIssues('reason', draft.reason, REASON_MISSING),
    ]
    let done: HandedOverOut | undefined
    const isDone = await send(issues, async () => {
      const reply = await handOverAssignment({
        path: { assignment_id: id },
        body: {
          person_id: draft.person,
          from_on,
          act_text: draft.act.trim(),
          reason: draft.reason.trim(),
        },
        throwOnError: true,
      })
      done = reply.data
    })
    if (!isDone) return
    forget()
    onSaved(`передано с ${formatDate(from_on)}, дней без сопровождения нет`, done?.passes_over ?? [])
  }
  return (
    <>
      <p>
        <b>{bound(full_name)}</b>, {bound(periodOf(assignment))}
      </p>
      <Form label="Передача" {...state} submit="Передать" sending="Передаём" onSubmit={() => void submit()}>
        {(field) => (
          <>
            <DateField
              {...field('from_on')}
              label="Первый день преемника"
              hint="Последний день прежнего человека будет накануне"
              value={draft.fromOn}
              onType={(fromOn) => type({ fromOn })}
            />
            <ProposalChoice
              field={field('person_id')}
              schoolId={school_id}
              kind={kind as Kind}
              on={readDate(draft.fromOn)}
              chosen={draft.person}
              onChoose={(person) => type({ person })}
            />
            <TextField
              {...field('act_text')}
              label="Акт о назначении преемника"
              value={draft.act}
              maxLength={500}
              onChange={(event) => type({ act: event.target.value })}
            />
            <TextField
              {...field('reason')}
              label="Почему передаёте"
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

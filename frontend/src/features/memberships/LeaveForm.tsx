import { useDraft } from '@/api/drafts'
import { leaveProject } from '@/api/generated/sdk.gen'
import type { MemberOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import { bound } from '@/lib/typography'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { BasisField, basisIssues } from './BasisField'
import styles from './Members.module.css'

interface LeaveDraft {
  leftOn: string
  basis: string
}

interface LeaveFormProps {
  member: MemberOut
  today: string
  /** Told what has been done. */
  onSaved: (what: string) => void
}

/** From which day a school counts no longer, by which act. */
export function LeaveForm({ member, today, onSaved }: LeaveFormProps) {
  const { id, school_name, joined_on } = member
  const { draft, type, forget } = useDraft<LeaveDraft>(`member.${id}.leave`, {
    leftOn: formatDate(joined_on > today ? joined_on : today),
    basis: '',
  })
  const { send, ...state } = useSending(['left_on', 'basis'])
  const submit = async () => {
    const left_on = readDate(draft.leftOn) ?? ''
    const isDone = await send(leaveIssues(draft, member, today), () =>
      leaveProject({
        path: { member_id: id },
        body: { left_on, basis: draft.basis.trim() },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved(`${school_name} не в проекте с ${formatDate(left_on)}`)
  }
  return (
    <>
      <p className={styles.whom}>
        <b>{bound(school_name)}</b>, в&nbsp;проекте с&nbsp;{formatDate(joined_on)}
      </p>
      <Form
        label="Исключение школы"
        {...state}
        submit="Исключить"
        sending="Исключаем"
        onSubmit={() => void submit()}
      >
        {(field) => (
          <>
            <DateField
              {...field('left_on')}
              data-autofocus
              label="С какого дня"
              hint="С этого дня школа не считается. В цифрах прошлых дней она останется"
              value={draft.leftOn}
              onType={(leftOn) => type({ leftOn })}
            />
            <BasisField field={field} value={draft.basis} onType={(basis) => type({ basis })} />
          </>
        )}
      </Form>
    </>
  )
}

function leaveIssues({ leftOn, basis }: LeaveDraft, { joined_on }: MemberOut, today: string): FieldIssue[] {
  const issues: FieldIssue[] = []
  const day = readDate(leftOn)
  if (!day) {
    issues.push({
      name: 'left_on',
      message: `Введите день, с которого школа не считается, например ${formatDate(today)}.`,
    })
  } else if (day < joined_on) {
    issues.push({
      name: 'left_on',
      message: `Школа в проекте с ${formatDate(joined_on)}: исключить раньше нельзя.`,
    })
  }
  return [...issues, ...basisIssues(basis)]
}

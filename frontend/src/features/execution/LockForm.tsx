import type { FormSlot } from '@/acts/ActionBar'
import { useDraft } from '@/api/drafts'
import { createLock } from '@/api/generated/sdk.gen'
import type { PlanOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextArea } from '@/ui/TextArea'
import styles from './Execution.module.css'
import { type ChosenSchool, SchoolChoice } from './SchoolChoice'

const ALL = ''
const FIELDS = ['plan_id', 'edition_id', 'school_id', 'starts_on', 'ends_on', 'reason']

interface LockDraft {
  planId: string
  editionId: string
  school: ChosenSchool | null
  startsOn: string
  endsOn: string
  reason: string
}

interface LockFormProps extends FormSlot {
  plans: readonly PlanOut[]
}

/** Closing an edition, a school, a period of deadlines, or their combination. */
export function LockForm({ plans, draft: name, takesFocus, onClose, onSaved }: LockFormProps) {
  const empty: LockDraft = {
    planId: plans[0]?.id ?? '',
    editionId: ALL,
    school: null,
    startsOn: '',
    endsOn: '',
    reason: '',
  }
  const { draft, type, forget } = useDraft(name, empty)
  const { send, ...state } = useSending(FIELDS)
  const plan = plans.find(({ id }) => id === draft.planId) ?? plans[0]
  const submit = async () => {
    const isDone = await send(lockIssues(draft), () =>
      createLock({
        body: {
          plan_id: plan?.id ?? '',
          edition_id: draft.editionId || null,
          school_id: draft.school?.id ?? null,
          starts_on: readDate(draft.startsOn),
          ends_on: readDate(draft.endsOn),
          reason: draft.reason.trim(),
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved()
  }
  return (
    <Form
      label="Закрытие периода"
      {...state}
      submit="Закрыть"
      sending="Закрываем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          <SelectField
            {...field('plan_id')}
            label="План"
            options={plans.map(({ id, title }) => ({ value: id, text: title }))}
            value={plan?.id ?? ''}
            onChoose={(planId) => type({ planId, editionId: ALL })}
          />
          <SelectField
            {...field('edition_id')}
            label="Редакция"
            options={[
              { value: ALL, text: 'Все редакции' },
              ...(plan?.editions ?? []).map(({ id, act }) => ({
                value: id,
                text: `№ ${act.number} от ${formatDate(act.signed_on)}`,
              })),
            ]}
            value={draft.editionId}
            onChoose={(editionId) => type({ editionId })}
          />
          <SchoolChoice
            field={field('school_id')}
            chosen={draft.school}
            onChoose={(school) => type({ school })}
          />
          <div className={styles.pair}>
            <DateField
              {...field('starts_on')}
              label="Сроки с"
              value={draft.startsOn}
              onType={(startsOn) => type({ startsOn })}
            />
            <DateField
              {...field('ends_on')}
              label="Сроки по"
              value={draft.endsOn}
              onType={(endsOn) => type({ endsOn })}
            />
          </div>
          <TextArea
            {...field('reason')}
            label="Почему закрываете"
            hint="Причину увидят все, кому это помешает"
            value={draft.reason}
            maxLength={1000}
            onChange={(event) => type({ reason: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

function lockIssues({ editionId, school, startsOn, endsOn, reason }: LockDraft): FieldIssue[] {
  const issues: FieldIssue[] = []
  const [from, to] = [readDate(startsOn), readDate(endsOn)]
  if (startsOn.trim() && !from) issues.push({ name: 'starts_on', message: BAD_DAY('Сроки с') })
  if (endsOn.trim() && !to) issues.push({ name: 'ends_on', message: BAD_DAY('Сроки по') })
  if (from && to && to < from) {
    issues.push({ name: 'ends_on', message: `Конец раньше начала: сроки с ${formatDate(from)}.` })
  }
  if (!editionId && !school && !startsOn.trim() && !endsOn.trim()) {
    issues.push({ name: 'edition_id', message: 'Выберите, что закрыть: редакцию, школу или сроки.' })
  }
  if (reason.trim().length < 3) issues.push({ name: 'reason', message: 'Напишите, почему закрываете.' })
  return issues
}

const BAD_DAY = (label: string) => `«${label}»: введите день, например 31.03.2021, или оставьте пустым.`

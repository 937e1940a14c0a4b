import type { FormSlot } from '@/acts/ActionBar'
import { useDraft } from '@/api/drafts'
import { appointDeputy } from '@/api/generated/sdk.gen'
import type { ColleagueOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { dateOfInstant, formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import styles from './Execution.module.css'

const NOBODY = ''
const FIELDS = ['person_id', 'deputy_id', 'starts_on', 'ends_on', 'basis']

interface DeputyDraft {
  personId: string
  deputyId: string
  startsOn: string
  endsOn: string
  basis: string
}

interface DeputyFormProps extends FormSlot {
  colleagues: readonly ColleagueOut[]
}

/** Who acts for whom, from which day to which, on which basis. */
export function DeputyForm({ colleagues, draft: name, takesFocus, onClose, onSaved }: DeputyFormProps) {
  const today = dateOfInstant(useMe().now)
  const { draft, type, forget } = useDraft<DeputyDraft>(name, {
    personId: NOBODY,
    deputyId: NOBODY,
    startsOn: formatDate(today),
    endsOn: '',
    basis: '',
  })
  const { send, ...state } = useSending(FIELDS)
  const submit = async () => {
    const isDone = await send(deputyIssues(draft), () =>
      appointDeputy({
        body: {
          person_id: draft.personId,
          deputy_id: draft.deputyId,
          starts_on: readDate(draft.startsOn) ?? '',
          ends_on: readDate(draft.endsOn) ?? '',
          basis: draft.basis.trim(),
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved()
  }
  const people = [{ value: NOBODY, text: 'Выберите' }, ...colleagues.map(optionOf)]
  return (
    <Form
      label="Назначение заместителя"
      {...state}
      submit="Назначить"
      sending="Назначаем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          <SelectField
            {...field('person_id')}
            label="Кого замещают"
            options={people}
            value={draft.personId}
            onChoose={(personId) => type({ personId })}
          />
          <SelectField
            {...field('deputy_id')}
            label="Кто замещает"
            hint="На эти дни получит права того, кого замещает; в истории останется его имя"
            options={people.filter(({ value }) => value === NOBODY || value !== draft.personId)}
            value={draft.deputyId}
            onChoose={(deputyId) => type({ deputyId })}
          />
          <div className={styles.pair}>
            <DateField
              {...field('starts_on')}
              label="С какого дня"
              value={draft.startsOn}
              onType={(startsOn) => type({ startsOn })}
            />
            <DateField
              {...field('ends_on')}
              label="По какой день включительно"
              value={draft.endsOn}
              onType={(endsOn) => type({ endsOn })}
            />
          </div>
          <TextField
            {...field('basis')}
            label="Основание"
            hint="Например, приказ № 15-к от 10.03.2021"
            value={draft.basis}
            maxLength={300}
            onChange={(event) => type({ basis: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

function optionOf({ person_id, full_name, position, unit }: ColleagueOut) {
  const place = [position, unit].filter(Boolean).join(', ')
  return { value: person_id, text: place ? `${full_name} (${place})` : full_name }
}

function deputyIssues({ personId, deputyId, startsOn, endsOn, basis }: DeputyDraft): FieldIssue[] {
  const issues: FieldIssue[] = []
  const [from, to] = [readDate(startsOn), readDate(endsOn)]
  if (!personId) issues.push({ name: 'person_id', message: 'Выберите, кого замещают.' })
  if (!deputyId || deputyId === personId) {
    issues.push({ name: 'deputy_id', message: 'Выберите, кто замещает.' })
  }
  if (!from) issues.push({ name: 'starts_on', message: 'Введите первый день замещения.' })
  if (!to) issues.push({ name: 'ends_on', message: 'Введите последний день замещения.' })
  if (from && to && to < from) {
    issues.push({ name: 'ends_on', message: `Последний день раньше первого: ${formatDate(from)}.` })
  }
  if (basis.trim().length < 3) {
    issues.push({ name: 'basis', message: 'Назовите основание: приказ, его № и дату.' })
  }
  return issues
}

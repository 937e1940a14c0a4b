import { SchoolChoice } from '@/acts/SchoolChoice'
import { useDraft } from '@/api/drafts'
import { appointPerson } from '@/api/generated/sdk.gen'
import { useSending } from '@/api/useSending'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { RadioGroup } from '@/ui/RadioGroup'
import { TextField } from '@/ui/TextField'
import { ProposalChoice } from './ProposalChoice'
import { ACT_MISSING, dayIssues, KINDS, type Kind, kindTitle, wordsIssues } from './words'

interface AppointDraft {
  kind: Kind
  person: string
  school: string
  sinceOn: string
  lastOn: string
  act: string
}

interface AppointFormProps {
  /** The fixed end of the appointment: to a school somebody is chosen, for a person a school. */
  schoolId?: string
  personId?: string
  today: string
  onSaved: (what: string) => void
}

/** Who stands by which school, from which day, by which act. */
export function AppointForm({ schoolId, personId, today, onSaved }: AppointFormProps) {
  const { draft, type, forget } = useDraft<AppointDraft>(`appoint.${schoolId ?? personId}`, {
    kind: 'curator',
    person: personId ?? '',
    school: schoolId ?? '',
    sinceOn: formatDate(today),
    lastOn: '',
    act: '',
  })
  const { send, ...state } = useSending(['person_id', 'school_id', 'since_on', 'last_on', 'act_text'])
  const { kind } = draft
  const submit = async () => {
    const since_on = readDate(draft.sinceOn) ?? ''
    const isDone = await send(appointIssues(draft, today), () =>
      appointPerson({
        path: { school_id: draft.school },
        body: {
          kind,
          person_id: draft.person,
          since_on,
          last_on: readDate(draft.lastOn),
          act_text: draft.act.trim(),
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved(`${kindTitle(kind).toLowerCase()} назначен с ${formatDate(since_on)}`)
  }
  return (
    <Form label="Назначение" {...state} submit="Назначить" sending="Назначаем" onSubmit={() => void submit()}>
      {(field) => (
        <>
          <RadioGroup
            label="Кем"
            options={KINDS}
            chosen={kind}
            onChoose={(chosen) => type({ kind: chosen, person: personId ?? '' })}
          />
          <DateField
            {...field('since_on')}
            label="Первый день"
            hint="Права действуют с 00:00 этого дня по Самаре. Можно назвать прошедший день"
            value={draft.sinceOn}
            onType={(sinceOn) => type({ sinceOn })}
          />
          <DateField
            {...field('last_on')}
            label="Последний день, если он назван в акте"
            value={draft.lastOn}
            onType={(lastOn) => type({ lastOn })}
          />
          {schoolId ? (
            <ProposalChoice
              field={field('person_id')}
              schoolId={schoolId}
              kind={kind}
              on={readDate(draft.sinceOn)}
              chosen={draft.person}
              onChoose={(person) => type({ person })}
            />
          ) : (
            <SchoolChoice
              field={field('school_id')}
              chosen={draft.school}
              onChoose={(school) => type({ school })}
            />
          )}
          <TextField
            {...field('act_text')}
            label="Акт о назначении"
            hint="Например, приказ № 12 от 01.03.2021"
            value={draft.act}
            maxLength={500}
            onChange={(event) => type({ act: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

function appointIssues({ person, school, sinceOn, lastOn, act }: AppointDraft, today: string): FieldIssue[] {
  return [
    ...dayIssues('since_on', sinceOn, today),
    ...(lastOn.trim() ? dayIssues('last_on', lastOn, today) : []),
    ...(person ? [] : [{ name: 'person_id', message: 'Выберите человека.' }]),
    ...(school ? [] : [{ name: 'school_id', message: 'Выберите школу из найденных.' }]),
    ...wordsIssues('act_text', act, ACT_MISSING),
  ]
}

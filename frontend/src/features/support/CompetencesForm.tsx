import { useQuery } from '@tanstack/react-query'
import { useDraft } from '@/api/drafts'
import { listSupportChoicesOptions } from '@/api/generated/@tanstack/react-query.gen'
import { setCompetences } from '@/api/generated/sdk.gen'
import type { CuratorOut, SupportChoiceOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { useSending } from '@/api/useSending'
import { Form } from '@/ui/Form'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { SelectField } from '@/ui/SelectField'
import styles from './Support.module.css'

/** What a person knows, whole: what is not marked is known no longer. Notes of what stays are kept. */
export function CompetencesForm({
  person,
  onSaved,
}: {
  person: CuratorOut
  onSaved: (what: string) => void
}) {
  const { person_id, competences, competences_version, municipality_id } = person
  const codesOf = (kind: string) => competences.filter((c) => c.kind === kind).map(({ code }) => code)
  const { draft, type, forget } = useDraft(`competences.${person_id}`, {
    subjects: codesOf('subject'),
    factors: codesOf('factor'),
    municipality: municipality_id ?? '',
    // The version the person has seen when he began: another's change in between must not be overwritten.
    version: competences_version,
  })
  const choices = useQuery(listSupportChoicesOptions())
  const { send, ...state } = useSending(['subjects', 'factors', 'municipality_id'])
  if (choices.error) return <ProblemState problem={asProblem(choices.error)} headingLevel={3} />
  if (!choices.data) return <Loading rows={3} label="Загружаем справочники" />
  const withNotes = (kind: string, codes: string[]) =>
    codes.map((code) => ({
      code,
      note: competences.find((c) => c.kind === kind && c.code === code)?.note ?? null,
    }))
  const submit = async () => {
    const isDone = await send([], () =>
      setCompetences({
        path: { person_id },
        headers: { 'if-match': `"${draft.version}"` },
        body: {
          subjects: withNotes('subject', draft.subjects),
          factors: withNotes('factor', draft.factors),
          municipality_id: draft.municipality || null,
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved('компетенции')
  }
  const change = (changed: Partial<typeof draft>) => type({ version: draft.version, ...changed })
  const { subjects, factors, municipalities } = choices.data
  return (
    <Form
      label="Компетенции"
      {...state}
      submit="Сохранить"
      sending="Сохраняем"
      onSubmit={() => void submit()}
    >
      {(field) => (
        <>
          <SelectField
            {...field('municipality_id')}
            label="Муниципалитет, где живёт или работает"
            options={[
              { value: '', text: 'Не указан' },
              ...municipalities.map(({ id, name }) => ({ value: id, text: name })),
            ]}
            value={draft.municipality}
            onChoose={(municipality) => change({ municipality })}
          />
          <Checks
            id={field('subjects').id}
            legend="Предметы"
            options={subjects}
            chosen={draft.subjects}
            onChange={(codes) => change({ subjects: codes })}
          />
          <Checks
            id={field('factors').id}
            legend="Работал с рисками"
            options={factors}
            chosen={draft.factors}
            onChange={(codes) => change({ factors: codes })}
          />
        </>
      )}
    </Form>
  )
}

interface ChecksProps {
  id: string
  legend: string
  options: readonly SupportChoiceOut[]
  chosen: readonly string[]
  onChange: (codes: string[]) => void
}

function Checks({ id, legend, options, chosen, onChange }: ChecksProps) {
  return (
    <fieldset className={styles.checks} id={id} tabIndex={-1}>
      <legend className={styles.legend}>{legend}</legend>
      {options.map(({ code, name }) => (
        <label key={code} className={styles.check}>
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={({ currentTarget }) =>
              onChange(currentTarget.checked ? [...chosen, code] : chosen.filter((c) => c !== code))
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  )
}

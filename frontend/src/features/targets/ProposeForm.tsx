/** A new target: the base is counted by the server and shown with its interval while the plan is being typed. */
import { useQuery } from '@tanstack/react-query'
import type { FormSlot } from '@/acts/ActionBar'
import { useDraft } from '@/api/drafts'
import { getTargetChoicesOptions } from '@/api/generated/@tanstack/react-query.gen'
import { proposeTarget } from '@/api/generated/sdk.gen'
import type { TargetChoicesOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { useSending } from '@/api/useSending'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { SelectField } from '@/ui/SelectField'
import { EmptyState } from '@/ui/states'
import { TextField } from '@/ui/TextField'
import { Preview } from './Preview'
import {
  bodyOf,
  FIELDS,
  issuesOf,
  keyOf,
  type Proposal,
  previewOf,
  startOf,
  withWork,
  workOf,
} from './proposal'

type ProposeFormProps = FormSlot & { schoolId: string }

export function ProposeForm(props: ProposeFormProps) {
  const choices = useQuery(getTargetChoicesOptions({ path: { school_id: props.schoolId } }))
  if (choices.isPending) return <Loading rows={4} label="Смотрим, для чего можно поставить цель" />
  if (choices.isError) {
    return <ProblemState problem={asProblem(choices.error)} onRetry={() => void choices.refetch()} />
  }
  if (choices.data.works.length === 0) {
    return (
      <EmptyState title="Ставить цель не от чего">
        У школы нет принятых результатов. Загрузите файл результатов: без базы и числа участников цель не
        ставят.
      </EmptyState>
    )
  }
  return <Fields {...props} choices={choices.data} />
}

function Fields({ schoolId, choices, ...slot }: ProposeFormProps & { choices: TargetChoicesOut }) {
  const { draft, type, forget } = useDraft<Proposal>(slot.draft, startOf(choices))
  const { send, ...state } = useSending(FIELDS)
  const work = workOf(choices, draft) ?? choices.works[0]
  if (!work) return null
  const submit = async () => {
    const isDone = await send(issuesOf(draft), () =>
      proposeTarget({ path: { school_id: schoolId }, body: bodyOf(work, draft), throwOnError: true }),
    )
    if (!isDone) return
    forget()
    slot.onSaved()
  }
  const metric = choices.metrics.find(({ code }) => code === draft.metric)
  return (
    <Form
      label="Новая цель"
      {...state}
      submit="Предложить цель"
      sending="Сохраняем"
      onSubmit={() => void submit()}
      takesFocus={slot.takesFocus}
      onClose={slot.onClose}
    >
      {(field) => (
        <>
          <SelectField
            {...field('metric')}
            label="Показатель"
            hint={
              metric &&
              `Формула: ${metric.formula}. ${metric.better === 'up' ? 'Больше — лучше' : 'Меньше — лучше'}`
            }
            options={choices.metrics.map(({ code, title }) => ({ value: code, text: title }))}
            value={draft.metric}
            onChoose={(chosen) => type({ metric: chosen })}
          />
          <SelectField
            {...field('subject')}
            label="Работа"
            options={choices.works.map((one) => ({ value: keyOf(one), text: one.title }))}
            value={keyOf(work)}
            onChoose={(chosen) => {
              const next = choices.works.find((one) => keyOf(one) === chosen)
              if (next) type(withWork(next, draft))
            }}
          />
          <SelectField
            {...field('grade')}
            label="Класс"
            hint="В малой школе все классы вместе дают больше участников"
            options={[
              { value: '', text: 'все классы вместе' },
              ...work.grades.map((grade) => ({ value: String(grade), text: `${grade} класс` })),
            ]}
            value={draft.grade}
            onChoose={(chosen) => type({ grade: chosen })}
          />
          <SelectField
            {...field('base_year')}
            label="База, год"
            options={work.years.map((year) => ({ value: String(year), text: String(year) }))}
            value={draft.baseYear}
            onChoose={(chosen) => type({ baseYear: chosen })}
          />
          <TextField
            {...field('target_value')}
            label={metric?.unit === 'mark' ? 'План, отметка' : 'План, %'}
            hint={metric?.unit === 'mark' ? 'Например, 3,4' : 'Например, 75'}
            inputMode="decimal"
            autoComplete="off"
            maxLength={6}
            value={draft.value}
            onChange={(event) => type({ value: event.target.value })}
          />
          <Preview schoolId={schoolId} unit={metric?.unit ?? 'pct'} query={previewOf(choices, draft)} />
          <TextField
            {...field('due_year')}
            label="План на год"
            hint="Год работы, по которой будет посчитан факт"
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={draft.dueYear}
            onChange={(event) => type({ dueYear: event.target.value })}
          />
          <DateField
            {...field('due_on')}
            label="Срок, если назначен день"
            value={draft.dueOn}
            onType={(typed) => type({ dueOn: typed })}
          />
        </>
      )}
    </Form>
  )
}

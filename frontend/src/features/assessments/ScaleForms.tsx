import { useQuery } from '@tanstack/react-query'
import type { FormSlot } from '@/acts/ActionBar'
import { type FieldSpec, FieldsForm } from '@/acts/FieldsForm'
import { listSubjectsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { addScaleVersion, createScale } from '@/api/generated/sdk.gen'
import type { ScaleIn, ScaleVersionOut } from '@/api/generated/types.gen'
import { PROCEDURES } from '@/lib/procedures'
import { Loading } from '@/ui/Loading'
import { figureFields, risingIssues, sourceFields, versionOf } from './scaleFields'
import type { ScaleKind } from './scaleWords'

const NUMBER = 'Укажите число.'

/** A version in place of the one in force; `onMade` gets the new one. */
export function VersionForm({
  scale,
  onMade,
  ...slot
}: FormSlot & { scale: ScaleVersionOut; onMade: (id: string) => void }) {
  return (
    <FieldsForm
      {...slot}
      label="Новая версия шкалы"
      submit="Ввести в действие"
      sending="Сохраняем"
      fields={[...figureFields(scale.kind, scale), ...sourceFields(scale)]}
      check={(typed) => risingIssues(scale.kind, typed)}
      onSend={async (typed) => {
        const { data } = await addScaleVersion({
          path: { scale_id: scale.id },
          body: versionOf(scale.kind, typed, scale.conditions),
          throwOnError: true,
        })
        onMade(data.id)
      }}
    />
  )
}

/** The same work in another year: begins with the figures of this one. */
export function OtherYearForm({
  scale,
  onMade,
  ...slot
}: FormSlot & { scale: ScaleVersionOut; onMade: (id: string) => void }) {
  const { kind, procedure, subject, programme_grade, series } = scale
  return (
    <FieldsForm
      {...slot}
      label="Шкала другого года"
      submit="Ввести в действие"
      sending="Сохраняем"
      fields={[
        { name: 'year_from', label: 'Действует с года', kind: 'number', needed: NUMBER },
        ...figureFields(kind, scale),
        ...sourceFields(),
      ]}
      check={(typed) => risingIssues(kind, typed)}
      onSend={async (typed) => {
        const body: ScaleIn = {
          ...versionOf(kind, typed, scale.conditions),
          ...{ kind, procedure, programme_grade, series, subject: subject.code },
          year_from: Number(typed.year_from),
        }
        const { data } = await createScale({ body, throwOnError: true })
        onMade(data.id)
      }}
    />
  )
}

/** A scale of a work that has none. */
export function NewScaleForm({
  kind,
  onMade,
  ...slot
}: FormSlot & { kind: ScaleKind; onMade: (id: string) => void }) {
  const subjects = useQuery(listSubjectsOptions())
  if (!subjects.data) return <Loading rows={3} label="Загружаем предметы" />
  const work: FieldSpec[] = [
    { name: 'procedure', label: 'Процедура', kind: 'select', options: PROCEDURES },
    {
      name: 'subject',
      label: 'Предмет',
      kind: 'select',
      options: subjects.data.items.map(({ code, name }) => ({ value: code, text: name })),
    },
    { name: 'programme_grade', label: 'Класс программы', kind: 'number', needed: NUMBER },
    { name: 'series', label: 'Серия вариантов', hint: 'Пусто, если одна на всех' },
    { name: 'year_from', label: 'Действует с года', kind: 'number', needed: NUMBER },
  ]
  return (
    <FieldsForm
      {...slot}
      label="Новая шкала"
      submit="Ввести в действие"
      sending="Сохраняем"
      fields={[...work, ...figureFields(kind), ...sourceFields()]}
      check={(typed) => risingIssues(kind, typed)}
      onSend={async (typed) => {
        const body: ScaleIn = {
          ...versionOf(kind, typed, []),
          kind,
          procedure: PROCEDURES.find(({ value }) => value === typed.procedure)?.value ?? 'vpr',
          subject: typed.subject ?? '',
          programme_grade: Number(typed.programme_grade),
          series: typed.series ?? '',
          year_from: Number(typed.year_from),
        }
        const { data } = await createScale({ body, throwOnError: true })
        onMade(data.id)
      }}
    />
  )
}

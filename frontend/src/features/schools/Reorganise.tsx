import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Action, ActionBar, type FormSlot } from '@/acts/ActionBar'
import { type FieldSpec, FieldsForm } from '@/acts/FieldsForm'
import { listSchoolsOptions, previewReorganisationOptions } from '@/api/generated/@tanstack/react-query.gen'
import { reorganiseSchool } from '@/api/generated/sdk.gen'
import type { ReorganisationIn, SchoolOut } from '@/api/generated/types.gen'
import { Note } from '@/ui/Note'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'

const WORDS: Readonly<Record<ReorganisationIn['kind'], string>> = {
  renamed: 'Переименовать',
  merged: 'Присоединить к другой',
  closed: 'Закрыть',
  reopened: 'Открыть снова',
}

/** Renames, mergers, closings: by an act, and nothing of the school is removed. */
export function Reorganise({ school, today }: { school: SchoolOut; today: string }) {
  const kinds: ReorganisationIn['kind'][] = school.active_to ? ['reopened'] : ['renamed', 'merged', 'closed']
  const actions: Action[] = kinds.map((kind) => ({
    name: kind,
    words: WORDS[kind],
    form: (slot) => <ReorganiseForm slot={slot} school={school} kind={kind} today={today} />,
  }))
  return (
    <ActionBar
      label="Реорганизация"
      subject={`school.${school.id}.reorganise`}
      actions={actions}
      allowed={kinds}
      blocked={{}}
    />
  )
}

interface ReorganiseFormProps {
  slot: FormSlot
  school: SchoolOut
  kind: ReorganisationIn['kind']
  today: string
}

function ReorganiseForm({ slot, school, kind, today }: ReorganiseFormProps) {
  const ends = kind === 'merged' || kind === 'closed'
  const path = { school_id: school.id }
  const preview = useQuery({ ...previewReorganisationOptions({ path }), enabled: ends })
  const [sought, setSought] = useState('')
  const found = useQuery({
    ...listSchoolsOptions({ query: { q: sought.trim(), limit: 20 } }),
    enabled: ends && sought.trim().length > 1,
  })
  const others = (found.data?.items ?? []).filter(({ id }) => id !== school.id)
  const living = preview.data?.living ?? []
  const fields: FieldSpec[] = [
    ...(kind === 'renamed'
      ? [
          {
            name: 'short_name',
            label: 'Новое краткое название',
            start: school.short_name,
            needed: 'Укажите название.',
          },
          {
            name: 'full_name',
            label: 'Новое полное название',
            start: school.full_name,
            needed: 'Укажите название.',
          },
        ]
      : []),
    ...(ends
      ? [
          {
            name: 'successor_id',
            label: 'Правопреемник',
            kind: 'select' as const,
            needed: kind === 'merged' ? 'Найдите и выберите школу.' : undefined,
            options: [
              { value: '', text: kind === 'merged' ? 'выберите из найденных' : 'нет' },
              ...others.map(({ id, short_name }) => ({ value: id, text: short_name })),
            ],
          },
        ]
      : []),
    { name: 'happened_on', label: 'С какого дня', kind: 'date', start: today, needed: 'Укажите день.' },
    { name: 'basis', label: 'Основание', hint: 'Приказ, его дата и номер', needed: 'Укажите основание.' },
  ]
  return (
    <div className={text.stack}>
      {living.length > 0 && (
        <Note tone="due">
          Сначала завершите или передайте:{' '}
          {living.map(({ text: what, count }) => `${what} (${count})`).join(', ')}.
        </Note>
      )}
      {ends && (
        <TextField
          label="Найти школу-правопреемника"
          hint="Часть названия или код"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      )}
      <FieldsForm
        {...slot}
        label={WORDS[kind]}
        submit={WORDS[kind]}
        sending="Записываем"
        fields={fields}
        check={({ successor_id }) =>
          // Chosen among other results: the list shows it no more, so it is not sent unseen.
          successor_id && !others.some(({ id }) => id === successor_id)
            ? [{ name: 'successor_id', message: 'Найдите и выберите школу заново.' }]
            : []
        }
        onSend={({ happened_on = '', basis = '', short_name, full_name, successor_id }) =>
          reorganiseSchool({
            path,
            body: {
              kind,
              happened_on,
              basis,
              short_name: short_name || null,
              full_name: full_name || null,
              successor_id: successor_id || null,
            },
            throwOnError: true,
          })
        }
      />
    </div>
  )
}

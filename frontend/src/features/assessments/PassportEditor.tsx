import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormSlot } from '@/acts/ActionBar'
import { useDraft } from '@/api/drafts'
import { listSubjectsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { createWorkPassport, saveWorkPassport } from '@/api/generated/sdk.gen'
import type { WorkPassportOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { WAVES } from '@/lib/procedures'
import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { FieldError } from '@/ui/FieldError'
import { type FieldOf, Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { PassportTasks } from './PassportTasks'
import { bodyOf, emptyPassport, FIELDS, issuesOf, type TypedPassport, typedOf } from './passport'
import styles from './Scales.module.css'

interface PassportEditorProps extends FormSlot {
  /** null: a new one. */
  passport: WorkPassportOut | null
  year: string
  onMade?: (passportId: string) => void
}

/** The whole passport as one document, saved over the version it was typed over. */
export function PassportEditor({ passport, year, onMade, ...slot }: PassportEditorProps) {
  // Made once: tasks have keys of their own, and a field must not be another at every keystroke.
  const [start] = useState(() => (passport ? typedOf(passport) : emptyPassport(year)))
  const { draft, type: keep, forget } = useDraft<TypedPassport>(slot.draft, start)
  const type = (part: Partial<TypedPassport>) => keep({ version: draft.version, tasks: draft.tasks, ...part })
  const { send, ...state } = useSending(FIELDS)
  const submit = async () => {
    let made = ''
    const isDone = await send(issuesOf(draft), async () => {
      const { data } = await (passport
        ? saveWorkPassport({
            path: { passport_id: passport.id },
            headers: { 'if-match': `"${draft.version}"` },
            body: bodyOf(draft),
            throwOnError: true,
          })
        : createWorkPassport({ body: bodyOf(draft), throwOnError: true }))
      made = data.id
    })
    if (!isDone) return
    forget()
    slot.onSaved()
    onMade?.(made)
  }
  const isStale = passport !== null && draft.version !== passport.version && !state.isSending
  return (
    <Form
      label="Паспорт работы"
      {...state}
      submit="Сохранить"
      sending="Сохраняем"
      onSubmit={() => void submit()}
      takesFocus={slot.takesFocus}
      onClose={slot.onClose}
    >
      {(field) => (
        <>
          {isStale && (
            <Note tone="due">
              Пока вы писали, паспорт изменили. Ваш вариант остался здесь.{' '}
              <Button size="small" onClick={() => type({ version: passport.version })}>
                Сохранить мой поверх
              </Button>{' '}
              <Button size="small" onClick={() => type(typedOf(passport))}>
                Взять сохранённый
              </Button>
            </Note>
          )}
          <About draft={draft} field={field} onType={type} />
          <Lowest draft={draft} field={field} onType={type} />
          <PassportTasks tasks={draft.tasks} field={field} onType={(tasks) => type({ tasks })} />
        </>
      )}
    </Form>
  )
}

interface PartProps {
  draft: TypedPassport
  field: FieldOf
  onType: (part: Partial<TypedPassport>) => void
}

function About({ draft, field, onType }: PartProps) {
  const subjects = useQuery(listSubjectsOptions())
  const choices = (subjects.data?.items ?? []).map(({ code, name }) => ({ value: code, text: name }))
  return (
    <>
      <TextField
        {...field('title')}
        label="Название"
        value={draft.title}
        maxLength={300}
        onChange={({ target }) => onType({ title: target.value })}
      />
      <div className={styles.three}>
        <SelectField
          {...field('subject')}
          label="Предмет"
          options={[{ value: '', text: 'Не выбран' }, ...choices]}
          value={draft.subject}
          onChoose={(subject) => onType({ subject })}
        />
        <TextField
          {...field('grade')}
          label="Класс"
          inputMode="numeric"
          value={draft.grade}
          onChange={({ target }) => onType({ grade: target.value })}
        />
        <TextField
          {...field('programme_grade')}
          label="Класс программы"
          hint="Пусто: тот же класс"
          inputMode="numeric"
          value={draft.programmeGrade}
          onChange={({ target }) => onType({ programmeGrade: target.value })}
        />
        <TextField
          {...field('year')}
          label="Год"
          inputMode="numeric"
          value={draft.year}
          onChange={({ target }) => onType({ year: target.value })}
        />
        <SelectField
          {...field('wave')}
          label="Когда пишут"
          options={WAVES}
          value={draft.wave}
          onChoose={(wave) => onType({ wave })}
        />
        <TextField
          {...field('series')}
          label="Серия"
          hint="Пусто, если работа одна"
          value={draft.series}
          maxLength={40}
          onChange={({ target }) => onType({ series: target.value })}
        />
      </div>
      <DateField
        {...field('written_on')}
        label="День работы"
        value={draft.writtenOn}
        onType={(writtenOn) => onType({ writtenOn })}
      />
    </>
  )
}

function Lowest({ draft, field, onType }: PartProps) {
  const { id, error } = field('bands')
  const names = { 3: 'min3', 4: 'min4', 5: 'min5' } as const
  return (
    <div id={id} tabIndex={-1} className={text.stack}>
      <h3>Границы отметок</h3>
      {error && <FieldError>{error}</FieldError>}
      <div className={styles.three}>
        {([3, 4, 5] as const).map((mark) => (
          <TextField
            key={mark}
            label={`«${mark}» от, баллов`}
            hint="Пусто: отметку ставит файл"
            inputMode="numeric"
            value={draft[names[mark]]}
            onChange={({ target }) => onType({ [names[mark]]: target.value })}
          />
        ))}
      </div>
    </div>
  )
}

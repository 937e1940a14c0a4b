import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { downloadFile } from '@/api/download'
import { listSubjectsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { getUploadTemplate } from '@/api/generated/sdk.gen'
import { momentOf, useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { dateOfInstant } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { PROCEDURES, WAVES } from '@/lib/procedures'
import { Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import styles from './UploadPage.module.css'

const NOT_CHOSEN = { value: '', text: 'не выбран' }

interface Typed {
  procedure: string
  year: string
  wave: string
  subject: string
  grade: string
}

/** A workbook to fill in for one work: its tasks, the schools of the person, lists to choose from. */
export function TemplateForm() {
  const year = dateOfInstant(momentOf(useMe())).slice(0, 4)
  const [typed, setTyped] = useState<Typed>({ procedure: 'vpr', year, wave: '', subject: '', grade: '' })
  const subjects = useQuery(listSubjectsOptions())
  const { send, ...state } = useSending(['procedure', 'year', 'wave', 'subject', 'grade'])
  const type = (change: Partial<Typed>) => setTyped((before) => ({ ...before, ...change }))
  const submit = () => {
    const { query, issues } = readTemplate(typed)
    void send(issues, () => downloadFile((asFile) => getUploadTemplate({ query, ...asFile })))
  }
  return (
    <Form label="Шаблон Excel" {...state} submit="Скачать шаблон" sending="Готовим файл" onSubmit={submit}>
      {(field) => (
        <div className={styles.fields}>
          <SelectField
            {...field('procedure')}
            label="Процедура"
            options={PROCEDURES}
            value={typed.procedure}
            onChoose={(procedure) => type({ procedure })}
          />
          <SelectField
            {...field('subject')}
            label="Предмет"
            options={[
              NOT_CHOSEN,
              ...(subjects.data?.items ?? []).map(({ code, name }) => ({ value: code, text: name })),
            ]}
            value={typed.subject}
            onChoose={(subject) => type({ subject })}
          />
          <TextField
            {...field('grade')}
            label="Класс"
            inputMode="numeric"
            maxLength={2}
            value={typed.grade}
            onChange={(event) => type({ grade: event.target.value })}
          />
          <TextField
            {...field('year')}
            label="Год"
            inputMode="numeric"
            maxLength={4}
            value={typed.year}
            onChange={(event) => type({ year: event.target.value })}
          />
          <SelectField
            {...field('wave')}
            label="Когда писали"
            options={[{ value: '', text: 'не указано' }, ...WAVES]}
            value={typed.wave}
            onChoose={(wave) => type({ wave })}
          />
        </div>
      )}
    </Form>
  )
}

type Query = Parameters<typeof getUploadTemplate>[0]['query']

/** The typed work as the API asks for it, and what is missing in it. */
export function readTemplate(typed: Typed): { query: Query; issues: FieldIssue[] } {
  const issues: FieldIssue[] = []
  const [year, grade] = [readNumber(typed.year) ?? 0, readNumber(typed.grade) ?? 0]
  if (!typed.subject) issues.push({ name: 'subject', message: 'Выберите предмет.' })
  if (!Number.isInteger(grade) || grade < 1 || grade > 12) {
    issues.push({ name: 'grade', message: 'Введите класс от 1 до 12.' })
  }
  if (!Number.isInteger(year) || year < 2000 || year > 2100) {
    issues.push({ name: 'year', message: 'Введите год четырьмя цифрами, например 2021.' })
  }
  const wave = WAVES.find(({ value }) => value === typed.wave)?.value
  const procedure = PROCEDURES.find(({ value }) => value === typed.procedure)?.value ?? 'vpr'
  return { query: { procedure, year, subject: typed.subject, grade, ...(wave && { wave }) }, issues }
}

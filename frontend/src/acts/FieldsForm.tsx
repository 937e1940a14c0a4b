/** The form of one action, told by its fields: what is typed is kept as a draft, what is wrong stands at its field. */
import { useState } from 'react'
import { useDraft, useDraftFile } from '@/api/drafts'
import { useSending } from '@/api/useSending'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { FileDrop } from '@/ui/FileDrop'
import { type FieldOf, Form } from '@/ui/Form'
import { Progress } from '@/ui/Progress'
import { SelectField } from '@/ui/SelectField'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import type { FormSlot } from './ActionBar'

export const PAPER_ENDINGS = ['.pdf', '.docx', '.xlsx', '.jpg', '.jpeg', '.png'] as const
const MOST_BYTES = 20 * 1024 * 1024

export interface FieldSpec {
  /** As the API names it: a refusal of the server finds its field by it. */
  name: string
  label: string
  hint?: string
  kind?: 'line' | 'text' | 'date' | 'select' | 'number' | 'file'
  /** What to say when it is empty; without it the field may stay empty. */
  needed?: string
  /** Given at the start; a day as 'YYYY-MM-DD'. */
  start?: string
  options?: readonly { value: string; text: string }[]
  endings?: readonly string[]
}

/** What was typed: days as 'YYYY-MM-DD', numbers with a point, '' where nothing was. */
export type Typed = Readonly<Record<string, string>>

interface FieldsFormProps extends FormSlot {
  label: string
  submit: string
  sending: string
  fields: readonly FieldSpec[]
  onSend: (typed: Typed, file: File | null, onProgress: (percent: number) => void) => Promise<unknown>
  /** More to check than one field knows. */
  check?: (typed: Typed) => FieldIssue[]
}

export function FieldsForm({ label, submit, sending, fields, onSend, check, ...slot }: FieldsFormProps) {
  const { draft, type, forget } = useDraft<Record<string, string>>(slot.draft, startOf(fields))
  const [file, setFile] = useDraftFile(slot.draft)
  const [percent, setPercent] = useState<number | null>(null)
  const { send, ...state } = useSending(fields.map(({ name }) => name))
  const submitAll = async () => {
    const typed = readAll(fields, draft)
    const issues = [...issuesOf(fields, draft, file), ...(check?.(typed) ?? [])]
    const isDone = await send(issues, async () => {
      if (file) setPercent(0)
      try {
        await onSend(typed, file, setPercent)
      } finally {
        setPercent(null)
      }
    })
    if (!isDone) return
    forget()
    setFile(null)
    slot.onSaved()
  }
  return (
    <Form
      label={label}
      {...state}
      submit={submit}
      sending={sending}
      onSubmit={() => void submitAll()}
      takesFocus={slot.takesFocus}
      onClose={slot.onClose}
    >
      {(field) => (
        <>
          {fields.map((spec) => (
            <Control
              key={spec.name}
              spec={spec}
              field={field}
              value={draft[spec.name] ?? ''}
              file={file}
              onType={(value) => type({ [spec.name]: value })}
              onFile={setFile}
            />
          ))}
          {percent !== null && <Progress percent={percent} label="Файл отправляется" />}
        </>
      )}
    </Form>
  )
}

interface ControlProps {
  spec: FieldSpec
  field: FieldOf
  value: string
  file: File | null
  onType: (value: string) => void
  onFile: (file: File | null) => void
}

function Control({ spec, field, value, file, onType, onFile }: ControlProps) {
  const { name, label, hint, kind = 'line', options = [], endings = PAPER_ENDINGS } = spec
  const shared = { ...field(name), label, hint }
  if (kind === 'date') return <DateField {...shared} value={value} onType={onType} />
  if (kind === 'select') return <SelectField {...shared} options={options} value={value} onChoose={onType} />
  if (kind === 'file') {
    return (
      <>
        <FileDrop
          {...field(name)}
          label={label}
          hint={hint ?? 'PDF, DOCX, XLSX или снимок, до 20 МБ'}
          endings={endings}
          maxBytes={MOST_BYTES}
          isSingle
          onTake={([taken]) => onFile(taken ?? null)}
        />
        {file && <p role="status">Выбран файл «{file.name}»</p>}
      </>
    )
  }
  if (kind === 'text') {
    return (
      <TextArea {...shared} value={value} maxLength={4000} onChange={(event) => onType(event.target.value)} />
    )
  }
  return (
    <TextField
      {...shared}
      value={value}
      maxLength={500}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      onChange={(event) => onType(event.target.value)}
    />
  )
}

function startOf(fields: readonly FieldSpec[]): Record<string, string> {
  return Object.fromEntries(
    fields.map(({ name, kind, start = '', options }) => [
      name,
      kind === 'date' && start ? formatDate(start) : start || (options?.[0]?.value ?? ''),
    ]),
  )
}

function readAll(fields: readonly FieldSpec[], draft: Record<string, string>): Typed {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const typed = (draft[name] ?? '').trim()
      if (kind === 'date') return [name, readDate(typed) ?? '']
      if (kind === 'number') return [name, readNumber(typed)?.toString() ?? '']
      return [name, typed]
    }),
  )
}

function issuesOf(
  fields: readonly FieldSpec[],
  draft: Record<string, string>,
  file: File | null,
): FieldIssue[] {
  return fields.flatMap(({ name, kind, needed }) => {
    const typed = (draft[name] ?? '').trim()
    if (kind === 'file') return needed && !file ? [{ name, message: needed }] : []
    if (typed === '') return needed ? [{ name, message: needed }] : []
    if (kind === 'date' && readDate(typed) === null) {
      return [{ name, message: 'Такой даты нет. Введите её, например, так: 17.03.2021.' }]
    }
    if (kind === 'number' && readNumber(typed) === null) {
      return [{ name, message: 'Введите число, например 12,5.' }]
    }
    return []
  })
}

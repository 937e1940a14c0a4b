import { useState } from 'react'
import { useDraft, useDraftFile } from '@/api/drafts'
import type { SchoolDocumentsOut } from '@/api/generated/types.gen'
import { sendForm } from '@/api/upload'
import { useSending } from '@/api/useSending'
import type { FieldIssue } from '@/lib/fieldIssue'
import { Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import { FileField } from './FileField'

const FIELDS = ['kind', 'factor_id', 'title', 'note', 'file']

/** What is asked for: chosen on the line of the required set. */
export interface Wanted {
  kind: string
  factor: string
}

interface NewDocumentFormProps {
  school: SchoolDocumentsOut
  wanted: Wanted
  onClose: () => void
  onSaved: () => void
}

/** A new document with its first version; safe to send again when the connection broke. */
export function NewDocumentForm({ school, wanted, onClose, onSaved }: NewDocumentFormProps) {
  const name = `document.${school.school_id}.${school.cycle}.new.${wanted.kind}.${wanted.factor}`
  const { draft, type, forget } = useDraft(name, { ...wanted, title: '', note: '' })
  const [file, setFile] = useDraftFile(name)
  const [percent, setPercent] = useState<number | null>(null)
  const { send, ...state } = useSending(FIELDS)
  const kind = school.kinds.find(({ code }) => code === draft.kind)
  const submit = async () => {
    const issues: FieldIssue[] = []
    if (!kind) issues.push({ name: 'kind', message: 'Выберите вид документа.' })
    if (kind?.is_per_factor && !draft.factor) {
      issues.push({ name: 'factor_id', message: 'Выберите фактор риска, которому посвящена программа.' })
    }
    if (!file) issues.push({ name: 'file', message: 'Приложите файл документа.' })
    const body = new FormData()
    body.append('kind', draft.kind)
    body.append('cycle', String(school.cycle))
    body.append('title', draft.title.trim())
    body.append('note', draft.note.trim())
    if (kind?.is_per_factor) body.append('factor_id', draft.factor)
    if (file) body.append('file', file)
    const isDone = await send(issues, () =>
      sendForm(`/api/v1/schools/${school.school_id}/documents`, body, { onProgress: setPercent }).finally(
        () => setPercent(null),
      ),
    )
    if (!isDone) return
    setFile(null)
    forget()
    onSaved()
  }
  return (
    <Form
      label="Новый документ"
      {...state}
      submit="Добавить документ"
      sending="Отправляем"
      onSubmit={() => void submit()}
      takesFocus
      onClose={onClose}
    >
      {(field) => (
        <>
          <SelectField
            {...field('kind')}
            label="Вид документа"
            options={[
              { value: '', text: 'не выбран' },
              ...school.kinds.map(({ code, title }) => ({ value: code, text: title })),
            ]}
            value={draft.kind}
            onChoose={(chosen) => type({ kind: chosen })}
          />
          {kind?.is_per_factor && (
            <SelectField
              {...field('factor_id')}
              label="Фактор риска"
              options={[
                { value: '', text: 'не выбран' },
                ...school.factors.map(({ id, name: words, is_selected }) => ({
                  value: id,
                  text: is_selected ? `${words} (выбран для работы)` : words,
                })),
              ]}
              value={draft.factor}
              onChoose={(factor) => type({ factor })}
            />
          )}
          <TextField
            {...field('title')}
            label="Название"
            hint="Если пусто, будет названием вида"
            value={draft.title}
            maxLength={300}
            onChange={(event) => type({ title: event.target.value })}
          />
          <FileField field={field} file={file} percent={percent} onFile={setFile} />
          <TextArea
            {...field('note')}
            label="Пояснение к версии"
            hint="Можно не заполнять"
            value={draft.note}
            maxLength={1000}
            onChange={(event) => type({ note: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

import { useState } from 'react'
import { useDraft, useDraftFile } from '@/api/drafts'
import { sendForm } from '@/api/upload'
import { useSending } from '@/api/useSending'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import type { Slot } from './DocumentActions'
import { FileField } from './FileField'

/** The next version; the same bytes sent again add nothing, so a broken connection is simply tried once more. */
export function VersionForm({ document, draft: name, onClose, onSaved }: Slot) {
  const { draft, type, forget } = useDraft(name, { note: '' })
  const [file, setFile] = useDraftFile(name)
  const [percent, setPercent] = useState<number | null>(null)
  const { send, ...state } = useSending(['file', 'note'])
  const submit = async () => {
    const body = new FormData()
    body.append('note', draft.note.trim())
    if (file) body.append('file', file)
    const issues = file ? [] : [{ name: 'file', message: 'Приложите файл новой версии.' }]
    const isDone = await send(issues, () =>
      sendForm(`/api/v1/documents/${document.id}/versions`, body, { onProgress: setPercent }).finally(() =>
        setPercent(null),
      ),
    )
    if (!isDone) return
    setFile(null)
    forget()
    onSaved()
  }
  return (
    <Form
      label="Новая версия"
      {...state}
      submit="Добавить версию"
      sending="Отправляем"
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {(field) => (
        <>
          <FileField field={field} file={file} percent={percent} onFile={setFile} />
          <TextArea
            {...field('note')}
            label="Что изменилось"
            hint="Можно не заполнять: различия текста видны рецензенту"
            value={draft.note}
            maxLength={1000}
            onChange={(event) => type({ note: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

import { useDraft } from '@/api/drafts'
import { actOnDocument } from '@/api/generated/sdk.gen'
import { useSending } from '@/api/useSending'
import { bound } from '@/lib/typography'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import text from '@/ui/text.module.css'
import type { Slot } from './DocumentActions'
import styles from './Documents.module.css'
import { openRemarks } from './words'

/** The answer of the school to every remark; the new version goes along with them. */
export function SubmitForm({ document, draft: name, onClose, onSaved, takesFocus }: Slot) {
  const { draft, type, forget } = useDraft<Record<string, string>>(name, {})
  const { send, ...state } = useSending(['answers'])
  const remarks = openRemarks(document)
  const submit = async () => {
    const issues = remarks
      .filter(({ id }) => (draft[id] ?? '').trim().length < 2)
      .map(({ id, place }) => ({
        name: id,
        message: `Ответьте на замечание «${place}»: что исправлено или почему нет.`,
      }))
    const answers = remarks.map(({ id }) => ({ remark_id: id, answer: (draft[id] ?? '').trim() }))
    const isDone = await send(issues, () =>
      actOnDocument({
        path: { document_id: document.id },
        body: { action: 'submit', answers },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved()
  }
  return (
    <Form
      label="Ответы на замечания"
      {...state}
      submit="Отправить на рассмотрение"
      sending="Отправляем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) =>
        remarks.map(({ id, place, text: words }) => (
          <fieldset key={id} className={styles.remarkForm}>
            <legend className={text.meta}>{bound(place)}</legend>
            <p>{bound(words)}</p>
            <TextArea
              {...field(id)}
              label="Ответ школы"
              value={draft[id] ?? ''}
              maxLength={2000}
              rows={2}
              onChange={(event) => type({ [id]: event.target.value })}
            />
          </fieldset>
        ))
      }
    </Form>
  )
}

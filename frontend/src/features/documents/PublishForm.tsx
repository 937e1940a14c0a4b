import { useDraft } from '@/api/drafts'
import { actOnDocument } from '@/api/generated/sdk.gen'
import { useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { dateOfInstant, formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { TextField } from '@/ui/TextField'
import type { Slot } from './DocumentActions'

/** Where an approved document was placed, and on which day. */
export function PublishForm({ document, draft: name, onClose, onSaved, takesFocus }: Slot) {
  const today = dateOfInstant(useMe().now)
  const { draft, type, forget } = useDraft(name, { where: 'МЭДК', day: formatDate(today) })
  const { send, ...state } = useSending(['where', 'published_on'])
  const submit = async () => {
    const published_on = readDate(draft.day)
    const where = draft.where.trim()
    const issues: FieldIssue[] = []
    if (!where) issues.push({ name: 'where', message: 'Укажите, где размещён документ: например, МЭДК.' })
    if (!published_on) {
      issues.push({
        name: 'published_on',
        message: `Введите день размещения, например ${formatDate(today)}.`,
      })
    }
    const isDone = await send(issues, () =>
      actOnDocument({
        path: { document_id: document.id },
        body: { action: 'publish', where, published_on },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved()
  }
  return (
    <Form
      label="Размещение"
      {...state}
      submit="Отметить размещение"
      sending="Сохраняем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          <TextField
            {...field('where')}
            label="Где размещён"
            hint="МЭДК или адрес страницы сайта школы"
            value={draft.where}
            maxLength={300}
            onChange={(event) => type({ where: event.target.value })}
          />
          <DateField
            {...field('published_on')}
            label="День размещения"
            value={draft.day}
            onType={(day) => type({ day })}
          />
        </>
      )}
    </Form>
  )
}

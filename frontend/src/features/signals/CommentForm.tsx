import { useDraft } from '@/api/drafts'
import { commentSignal } from '@/api/generated/sdk.gen'
import { useSending } from '@/api/useSending'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'

const SHORTEST = 3

/** The word of the school about a signal. */
export function CommentForm({ signalKey }: { signalKey: string }) {
  const { draft, type, forget } = useDraft(`signal.comment.${signalKey}`, { body: '' })
  const { send, ...state } = useSending(['body'])
  const submit = async () => {
    const body = draft.body.trim()
    const issues = body.length < SHORTEST ? [{ name: 'body', message: 'Напишите пояснение.' }] : []
    const isDone = await send(issues, () =>
      commentSignal({ path: { key: signalKey }, body: { body }, throwOnError: true }),
    )
    if (isDone) forget()
  }
  return (
    <Form
      label="Пояснение школы"
      {...state}
      submit="Добавить пояснение"
      sending="Отправляем"
      onSubmit={() => void submit()}
    >
      {(field) => (
        <TextArea
          {...field('body')}
          label="Пояснение школы"
          hint="Увидит управление. Без фамилий учителей и детей"
          value={draft.body}
          maxLength={2000}
          onChange={(event) => type({ body: event.target.value })}
        />
      )}
    </Form>
  )
}

import { useDraft } from '@/api/drafts'
import { dismissFinding } from '@/api/generated/sdk.gen'
import type { FindingOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { bound } from '@/lib/typography'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import styles from './Quality.module.css'

const SHORTEST_REASON = 3
const LONGEST_REASON = 1000

interface DismissFormProps {
  finding: FindingOut
  /** Told what has been done. */
  onSaved: (what: string) => void
}

/** Why a finding is set aside. */
export function DismissForm({ finding, onSaved }: DismissFormProps) {
  const { rule, object_id, title, label, detail } = finding
  const { draft, type, forget } = useDraft(`quality.${rule}.${object_id}`, { reason: '' })
  const { send, ...state } = useSending(['reason'])
  const submit = async () => {
    const reason = draft.reason.trim()
    const isMissing = reason.length < SHORTEST_REASON
    const issues = isMissing
      ? [{ name: 'reason', message: 'Напишите, почему замечание не требует исправления.' }]
      : []
    const isDone = await send(issues, () =>
      dismissFinding({ body: { rule, object_id, reason }, throwOnError: true }),
    )
    if (!isDone) return
    forget()
    onSaved(`замечание отклонено: ${label}`)
  }
  return (
    <>
      <p>
        <b>{bound(title)}</b>
      </p>
      <p className={styles.what}>
        {bound(label)}. {bound(detail)}
      </p>
      <Form
        label="Отклонение замечания"
        {...state}
        submit="Отклонить"
        sending="Отклоняем"
        onSubmit={() => void submit()}
        takesFocus
      >
        {(field) => (
          <TextArea
            {...field('reason')}
            label="Почему это не нужно исправлять"
            hint="Причину увидят все, кому видно замечание. Если данные изменятся, оно вернётся само"
            value={draft.reason}
            maxLength={LONGEST_REASON}
            onChange={(event) => type({ reason: event.target.value })}
          />
        )}
      </Form>
    </>
  )
}

import { useDraft } from '@/api/drafts'
import { revertUpload } from '@/api/generated/sdk.gen'
import type { UploadOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { Checkbox } from '@/ui/Checkbox'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import { LONGEST_REASON, SHORTEST_REASON } from './CommitForm'

/** How the server calls the refusal when a later file stands on what is to be taken back. */
const CHANGED_LATER = 'changed-later'

interface RevertFormProps {
  upload: UploadOut
  onClose: () => void
  /** Told the job that takes it back. */
  onSaved: (jobId: string | null) => void
}

/** Why it is taken back; what was changed later stays only when the person says so. */
export function RevertForm({ upload: { id }, onClose, onSaved }: RevertFormProps) {
  const { draft, type, forget } = useDraft(`upload.${id}.revert`, { reason: '', keepChanged: false })
  const { send, ...state } = useSending(['reason'])
  const mayKeep = draft.keepChanged || state.failure?.slug === CHANGED_LATER
  const submit = async () => {
    const reason = draft.reason.trim()
    const isMissing = reason.length < SHORTEST_REASON
    const issues = isMissing
      ? [{ name: 'reason', message: 'Напишите причину отката, хотя бы несколько слов.' }]
      : []
    let jobId: string | null = null
    const isDone = await send(issues, async () => {
      const { data } = await revertUpload({
        path: { upload_id: id },
        body: { reason, keep_changed: draft.keepChanged },
        throwOnError: true,
      })
      jobId = data.job_id
    })
    if (!isDone) return
    forget()
    onSaved(jobId)
  }
  return (
    <Form
      label="Откат загрузки"
      {...state}
      submit="Откатить"
      sending="Откатываем"
      onSubmit={() => void submit()}
      takesFocus
      onClose={onClose}
    >
      {(field) => (
        <>
          <p>Вернутся версии протоколов, которые были до этой загрузки. Её версии останутся в истории.</p>
          <TextArea
            {...field('reason')}
            label="Причина"
            value={draft.reason}
            maxLength={LONGEST_REASON}
            onChange={(event) => type({ reason: event.target.value })}
          />
          {mayKeep && (
            <Checkbox
              label="Оставить изменённые позже и откатить остальное"
              isChecked={draft.keepChanged}
              onCheck={(keepChanged) => type({ keepChanged })}
            />
          )}
        </>
      )}
    </Form>
  )
}

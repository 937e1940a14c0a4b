import { useQueryClient } from '@tanstack/react-query'
import { useDraft } from '@/api/drafts'
import { getUploadQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import { commitUpload } from '@/api/generated/sdk.gen'
import type { UploadOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import { ROWS } from '../uploadState'

export const SHORTEST_REASON = 3
export const LONGEST_REASON = 500

interface CommitFormProps {
  upload: UploadOut
  /** Only rows without errors are written. */
  isPartly: boolean
  onClose: () => void
  onDecided: () => void
}

/** What is asked before writing: that rows stay out, why so much may change. */
export function CommitForm({ upload, isPartly, onClose, onDecided }: CommitFormProps) {
  const { id, guarded } = upload
  const queries = useQueryClient()
  const { draft, type, forget } = useDraft(`upload.${id}.commit`, { reason: '' })
  const { send, ...state } = useSending(['reason'])
  const submit = async () => {
    const reason = draft.reason.trim()
    const isMissing = guarded && reason.length < SHORTEST_REASON
    const issues = isMissing ? [{ name: 'reason', message: 'Напишите, почему такие изменения верны.' }] : []
    const isDone = await send(issues, async () => {
      const { data } = await commitUpload({
        path: { upload_id: id },
        body: { clean_rows_only: isPartly, ...(guarded && { reason }) },
        throwOnError: true,
      })
      queries.setQueryData(getUploadQueryKey({ path: { upload_id: id } }), data)
    })
    if (!isDone) return
    forget()
    onDecided()
  }
  return (
    <Form
      label={isPartly ? 'Загрузить строки без ошибок' : 'Принять большие изменения'}
      {...state}
      submit={isPartly ? 'Загрузить без них' : 'Принять'}
      sending="Записываем"
      onSubmit={() => void submit()}
      takesFocus
      onClose={onClose}
    >
      {(field) => (
        <>
          {isPartly && <p>{staysOut(upload)}</p>}
          {guarded && (
            <TextArea
              {...field('reason')}
              label="Почему это верно"
              hint="Меняется больше 10 % записанных строк. Причина останется в истории загрузки"
              value={draft.reason}
              maxLength={LONGEST_REASON}
              onChange={(event) => type({ reason: event.target.value })}
            />
          )}
        </>
      )}
    </Form>
  )
}

/** «Не попадут 3 строки из 12. Их можно скачать отдельным файлом, исправить и загрузить.» */
export function staysOut({ rows_bad, rows_total }: Pick<UploadOut, 'rows_bad' | 'rows_total'>): string {
  const bad = rows_bad ?? 0
  const verb = bad === 1 ? 'Не попадёт' : 'Не попадут'
  const of = rows_total === null ? '' : ` из\u00a0${formatNumber(rows_total)}`
  return `${verb} в базу ${counted(bad, ROWS)}${of}: в них есть ошибки. Эти строки можно скачать отдельным файлом, исправить и загрузить позже.`
}

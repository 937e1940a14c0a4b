import type { FormSlot } from '@/acts/ActionBar'
import { useDraft } from '@/api/drafts'
import { rescheduleWindow } from '@/api/generated/sdk.gen'
import type { OccurrenceOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatDate, formatWeekday, isWeekend } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'

const EMPTY = { toOn: '', reason: '', basis: '' }

interface RescheduleFormProps extends FormSlot {
  occurrence: OccurrenceOut
}

/** Another deadline beside the one of the act, whose words stay. */
export function RescheduleForm({
  occurrence,
  draft: name,
  takesFocus,
  onClose,
  onSaved,
}: RescheduleFormProps) {
  const { draft, type, forget } = useDraft(name, EMPTY)
  const { send, ...state } = useSending(['to_on', 'reason', 'basis'])
  const { window_id, school_id, school_name, effective_on } = occurrence
  const date = readDate(draft.toOn)

  const submit = async () => {
    const issues = [
      ...(date === null ? [{ name: 'to_on', message: 'Введите новый срок, например 15.05.2021.' }] : []),
      ...(date === effective_on
        ? [{ name: 'to_on', message: `Срок и сейчас ${formatDate(effective_on)}. Введите другой день.` }]
        : []),
      ...(draft.reason.trim().length < 3
        ? [{ name: 'reason', message: 'Напишите, почему переносится срок.' }]
        : []),
    ]
    const isDone = await send(issues, () =>
      rescheduleWindow({
        path: { window_id },
        body: {
          school_id,
          to_on: date ?? '',
          reason: draft.reason.trim(),
          basis: draft.basis.trim() || null,
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved()
  }
  return (
    <Form
      label="Перенос срока"
      {...state}
      submit="Перенести срок"
      sending="Переносим"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          <p className={text.sub}>
            {school_name ? `Только для одной школы: ${school_name}.` : 'Для управления и всех школ строки.'}{' '}
            Сейчас срок {formatDate(effective_on)}. Слова распоряжения останутся как есть: новый срок будет
            показан рядом с причиной.
          </p>
          <DateField
            {...field('to_on')}
            label="Новый срок"
            value={draft.toOn}
            onType={(toOn) => type({ toOn })}
          />
          {date && isWeekend(date) && <p className={text.meta}>{formatWeekday(date)}, выходной</p>}
          <TextArea
            {...field('reason')}
            label="Почему переносится"
            value={draft.reason}
            maxLength={1000}
            onChange={(event) => type({ reason: event.target.value })}
          />
          <TextField
            {...field('basis')}
            label="Основание"
            hint="№ и дата письма или приказа, если есть"
            value={draft.basis}
            maxLength={300}
            onChange={(event) => type({ basis: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

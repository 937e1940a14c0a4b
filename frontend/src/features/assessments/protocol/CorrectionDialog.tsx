import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { correctParticipant } from '@/api/generated/sdk.gen'
import type { ParticipantOut, ParticipantsOut, UploadOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatNumber } from '@/lib/numbers'
import { buttonClass } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { Status } from '@/ui/Status'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { type CorrectionDraft, correctionDraft, readCorrection, sumOf } from './correction'
import styles from './Protocol.module.css'

const FIELDS = ['primary_score', 'test_score', 'mark', 'journal_mark', 'task_scores', 'reason']
const MARKS = ['2', '3', '4', '5'].map((mark) => ({ value: mark, text: `«${mark}»` }))
const LONGEST_REASON = 500

interface CorrectionDialogProps {
  found: ParticipantsOut
  participant: ParticipantOut
  onClose: () => void
}

/** One result after an appeal: a new version of the protocol follows, the old one stays in the history. */
export function CorrectionDialog({ found, participant, onClose }: CorrectionDialogProps) {
  const [draft, setDraft] = useState(() => correctionDraft(participant, found))
  const [sent, setSent] = useState<UploadOut | null>(null)
  const { send, ...state } = useSending(FIELDS)
  const submit = () => {
    const { correction, issues } = readCorrection(draft, participant, found)
    void send(issues, async () => {
      const { data } = await correctParticipant({
        path: { protocol_id: found.protocol_id, code: participant.code },
        headers: { 'if-match': `"${found.version}"` },
        body: correction,
        throwOnError: true,
      })
      setSent(data)
    })
  }
  return (
    <Dialog title={`Исправить результат участника ${participant.code}`} isOpen onClose={onClose}>
      {sent ? (
        <div className={text.stackWide} role="status">
          <p>
            <Status kind="run" text="Исправление отправлено и проверяется" />
          </p>
          <p>Без замечаний оно запишется само: появится новая версия протокола.</p>
          <p>
            <Link
              to="/uploads/$uploadId"
              params={{ uploadId: sent.id }}
              className={buttonClass({ look: 'primary' })}
            >
              {`Открыть загрузку №\u00a0${sent.number}`}
            </Link>
          </p>
        </div>
      ) : (
        <Form
          label="Исправление результата"
          {...state}
          submit="Исправить"
          sending="Отправляем"
          onSubmit={submit}
          takesFocus
        >
          {(field) => (
            <Fields
              field={field}
              found={found}
              draft={draft}
              onType={(change) => setDraft((before) => ({ ...before, ...change }))}
            />
          )}
        </Form>
      )}
    </Dialog>
  )
}

interface FieldsProps {
  field: (name: string) => { id: string; error: string | null }
  found: ParticipantsOut
  draft: CorrectionDraft
  onType: (change: Partial<CorrectionDraft>) => void
}

function Fields({ field, found: { items, task_names, task_max, max_primary }, draft, onType }: FieldsProps) {
  const hasTest = items.some(({ test_score }) => test_score !== null)
  const hasTasks = draft.tasks.length > 0
  return (
    <>
      {hasTasks && (
        <fieldset className={styles.tasks} id={field('task_scores').id} tabIndex={-1}>
          <legend>Баллы за задания</legend>
          <p className={text.meta}>
            {`Не приступал к заданию: Х. Первичный балл станет суммой: ${formatNumber(sumOf(draft.tasks))}${max_primary === null ? '' : ` из\u00a0${max_primary}`}.`}
          </p>
          <div className={styles.scores}>
            {task_names.map((name, place) => (
              <TextField
                key={name}
                {...field(`task-${place}`)}
                label={`${name} (${task_max[place]}б)`}
                autoComplete="off"
                maxLength={3}
                value={draft.tasks[place] ?? ''}
                onChange={(event) =>
                  onType({ tasks: draft.tasks.map((typed, n) => (n === place ? event.target.value : typed)) })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      <div className={styles.values}>
        {!hasTasks && (
          <TextField
            {...field('primary_score')}
            label="Первичный балл"
            inputMode="numeric"
            maxLength={3}
            value={draft.primary}
            onChange={(event) => onType({ primary: event.target.value })}
          />
        )}
        {hasTest && (
          <TextField
            {...field('test_score')}
            label="Тестовый балл"
            inputMode="numeric"
            maxLength={3}
            value={draft.test}
            onChange={(event) => onType({ test: event.target.value })}
          />
        )}
        <SelectField
          {...field('mark')}
          label="Отметка"
          options={[{ value: '', text: 'по шкале работы' }, ...MARKS]}
          value={draft.mark}
          onChoose={(mark) => onType({ mark })}
        />
        <SelectField
          {...field('journal_mark')}
          label="По журналу"
          options={[{ value: '', text: 'не указана' }, ...MARKS]}
          value={draft.journal}
          onChoose={(journal) => onType({ journal })}
        />
      </div>
      <TextArea
        {...field('reason')}
        label="Основание"
        hint="Например, протокол апелляции и его дата. Имён не пишите"
        value={draft.reason}
        maxLength={LONGEST_REASON}
        onChange={(event) => onType({ reason: event.target.value })}
      />
    </>
  )
}

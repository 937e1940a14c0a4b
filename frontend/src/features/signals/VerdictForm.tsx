import { useState } from 'react'
import { useDraft } from '@/api/drafts'
import { judgeSignal } from '@/api/generated/sdk.gen'
import type { SignalDetailOut } from '@/api/generated/types.gen'
import { momentOf, useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { formatTime } from '@/lib/dates'
import { Form } from '@/ui/Form'
import { RadioGroup } from '@/ui/RadioGroup'
import { Status } from '@/ui/Status'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import { type Action, VERDICTS } from './words'

const SHORTEST = 3

/** A human decision about exactly these numbers; it lapses by itself when they change. */
export function VerdictForm({ found: { signal, digest, allowed_actions } }: { found: SignalDetailOut }) {
  const me = useMe()
  const options = VERDICTS.filter(({ value }) => allowed_actions.includes(value))
  const { draft, type, forget } = useDraft(`signal.${signal.key}`, {
    action: '' as Action | '',
    explanation: '',
    basis: '',
  })
  const chosen = options.find(({ value }) => value === draft.action) ?? options[0]
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const { send, ...state } = useSending(['explanation', 'basis'])
  if (!chosen) return null
  const submit = async () => {
    const explanation = draft.explanation.trim()
    const basis = draft.basis.trim()
    const issues =
      explanation.length < SHORTEST
        ? [{ name: 'explanation', message: 'Напишите, что выяснили и почему решили так.' }]
        : []
    setSavedAt(null)
    const isDone = await send(issues, () =>
      judgeSignal({
        path: { key: signal.key },
        body: { action: chosen.value, explanation, basis: basis || null, digest },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    setSavedAt(formatTime(momentOf(me)))
  }
  return (
    <Form
      label="Решение по сигналу"
      {...state}
      submit="Записать решение"
      sending="Записываем"
      onSubmit={() => void submit()}
    >
      {(field) => (
        <>
          <RadioGroup
            label="Решение"
            options={options}
            chosen={chosen.value}
            onChoose={(action) => type({ action })}
          />
          <TextArea
            {...field('explanation')}
            label="Что выяснили"
            hint="Увидит школа. Без фамилий учителей и детей"
            value={draft.explanation}
            maxLength={2000}
            onChange={(event) => type({ explanation: event.target.value })}
          />
          <TextField
            {...field('basis')}
            label="Основание, если есть"
            hint="Протокол перепроверки, приказ: номер и дата"
            value={draft.basis}
            maxLength={500}
            onChange={(event) => type({ basis: event.target.value })}
          />
          <div role="status">{savedAt && <Status kind="ok" text={`Сохранено в\u00a0${savedAt}`} />}</div>
        </>
      )}
    </Form>
  )
}

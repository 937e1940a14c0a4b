import { useState } from 'react'
import type { VisitEntryValue, VisitOut, VisitQuestionOut } from '@/api/generated/types.gen'
import { useChanges } from '@/api/offline/queue'
import type { Change } from '@/api/offline/store'
import { formatNumber, readNumber } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Disclosure } from '@/ui/Disclosure'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { Conflict, wordsOf } from './Conflict'
import { Saved } from './Saved'
import { useEntry } from './useEntry'
import styles from './Visits.module.css'
import { CHOICES } from './words'

/** Questions with an answer here or at the server; a remark alone is one only where words are asked for. */
export function answeredFields(kit: VisitOut, changes: readonly Change[]): ReadonlySet<string> {
  const values = new Map<string, VisitEntryValue>(kit.entries.map(({ field, value }) => [field, value]))
  for (const { kind, name, value } of changes)
    if (kind === 'entry') values.set(name, value as VisitEntryValue)
  const questions = kit.sections.flatMap((section) => section.questions)
  const isAnswered = ({ field, answer_kind }: VisitQuestionOut) => {
    const { choice = null, number = null, text: words = '' } = values.get(field) ?? {}
    if (answer_kind === 'text') return (words ?? '').trim() !== ''
    return (answer_kind === 'number' ? number : choice) !== null
  }
  return new Set(questions.filter(isAnswered).map(({ field }) => field))
}

/** The questions of the visit by section; general ones first, then those about the risks of this school. */
export function Checklist({ kit }: { kit: VisitOut }) {
  const changes = useChanges(kit.id)
  const answered = answeredFields(kit, changes)
  const all = kit.sections.reduce((sum, { questions }) => sum + questions.length, 0)
  const isEditable = kit.editable_fields.some((field) => field.startsWith('answer:'))
  return (
    <Box title="Вопросы визита" meta={`отвечено ${ratioText(answered.size, all)}`}>
      {kit.sections.map(({ title: section, questions }, place) => {
        const done = questions.filter(({ field }) => answered.has(field)).length
        return (
          <Disclosure
            key={section}
            startsOpen={isEditable && place === 0}
            summary={
              <>
                {bound(section)} <span className={text.meta}>{ratioText(done, questions.length)}</span>
              </>
            }
          >
            {questions.map((question) => (
              <Question key={question.code} kit={kit} question={question} />
            ))}
          </Disclosure>
        )
      })}
    </Box>
  )
}

function Question({ kit, question }: { kit: VisitOut; question: VisitQuestionOut }) {
  const entry = useEntry(kit, question.field)
  const { value, change, isEditable, savedAt, person, set } = entry
  if (!isEditable) {
    return (
      <div className={styles.question}>
        <p>{bound(question.text)}</p>
        <p className={text.strong}>{wordsOf(value as unknown as Record<string, unknown>)}</p>
        {change && <Conflict change={change} title={question.text} />}
      </div>
    )
  }
  return (
    <fieldset className={styles.question}>
      <legend>{bound(question.text)}</legend>
      {question.hint && <p className={text.meta}>{bound(question.hint)}</p>}
      {question.answer_kind === 'yes_partly_no' && (
        <div className={styles.choices}>
          {CHOICES.map(({ value: choice, text: words }) => (
            <label key={choice} className={styles.choice}>
              <input
                type="radio"
                name={question.code}
                checked={value.choice === choice}
                onChange={() => set({ choice })}
              />
              {words}
            </label>
          ))}
        </div>
      )}
      {question.answer_kind === 'number' && <NumberAnswer value={value.number ?? null} onSet={set} />}
      <TextArea
        label={question.answer_kind === 'text' ? 'Ответ' : 'Примечание'}
        value={value.text ?? ''}
        rows={2}
        maxLength={20_000}
        onChange={(event) => set({ text: event.target.value })}
      />
      <Saved change={change} savedAt={savedAt} person={person} />
      {change && <Conflict change={change} title={question.text} />}
    </fieldset>
  )
}

function NumberAnswer({
  value,
  onSet,
}: {
  value: number | null
  onSet: (part: { number: number | null }) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const read = typed === null ? null : readNumber(typed)
  const isWrong = typed !== null && typed.trim() !== '' && read === null
  const isCurrent = typed !== null && (isWrong || read === value)
  return (
    <TextField
      label="Число"
      inputMode="decimal"
      value={isCurrent ? typed : value === null ? '' : formatNumber(value, { digits: 6 })}
      error={isWrong ? 'Введите число, например 12,5.' : undefined}
      maxLength={12}
      onChange={({ target }) => {
        setTyped(target.value)
        const number = readNumber(target.value)
        if (number !== null || target.value.trim() === '') onSet({ number })
      }}
    />
  )
}

import { useState } from 'react'
import { SchoolChoice } from '@/acts/SchoolChoice'
import type { ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { FieldError } from '@/ui/FieldError'
import { type FieldOf, Form } from '@/ui/Form'
import { RadioGroup } from '@/ui/RadioGroup'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import styles from '../UploadPage.module.css'
import { type Answer, type Asked, answersOf, askedOf, NO_ANSWER, readAnswers } from './answers'
import { useChoices, withChoices } from './choices'
import { useLayouts } from './useLayouts'
import { WorkFields } from './WorkFields'

interface QuestionsProps {
  upload: UploadOut
  reading: ReadingOut
}

/** What the file leaves open, as a short form; nothing is written until it is answered. */
export function Questions({ upload, reading }: QuestionsProps) {
  const asked = askedOf(reading)
  const { chosen, choose, ...state } = useChoices(upload, ['school_id'])
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({})
  const mayAnswer = upload.allowed_actions.includes('read_again')
  if (asked.length === 0) return null
  const why = upload.blocked_by.find(({ action }) => action === 'read_again')?.reason
  const submit = () => {
    const { choices, issues } = readAnswers(asked, answers)
    void choose(issues, withChoices(chosen, choices))
  }
  return (
    <Box
      title="Вопросы по файлу"
      meta={`${counted(asked.length, ['вопрос', 'вопроса', 'вопросов'])}, без ответов записать нельзя`}
    >
      {mayAnswer ? (
        <Form
          label="Вопросы по файлу"
          {...state}
          submit="Ответить и прочитать заново"
          sending="Отправляем"
          onSubmit={submit}
        >
          {(field) =>
            asked.map((question) => (
              <Question
                key={question.name}
                field={field}
                question={question}
                answer={answers[question.name] ?? NO_ANSWER}
                onAnswer={(change) =>
                  setAnswers((before) => ({
                    ...before,
                    [question.name]: { ...(before[question.name] ?? NO_ANSWER), ...change },
                  }))
                }
              />
            ))
          }
        </Form>
      ) : (
        <ul className={text.stack}>
          {asked.map(({ name, sentence }) => (
            <li key={name}>{bound(sentence)}</li>
          ))}
          {why && <li className={text.dim}>{why}</li>}
        </ul>
      )}
    </Box>
  )
}

interface QuestionProps {
  field: FieldOf
  question: Asked
  answer: Answer
  onAnswer: (change: Partial<Answer>) => void
}

function Question({ field, question, answer, onAnswer }: QuestionProps) {
  const { name, place, sentence, sample } = question
  return (
    <fieldset className={styles.question}>
      <legend>{bound(sentence)}</legend>
      {(place || sample) && (
        <p className={text.meta}>
          {[...(place ? [place] : []), ...(sample ? [`в файле: «${sample}»`] : [])].join(', ')}
        </p>
      )}
      <Control field={field} question={question} answer={answer} onAnswer={onAnswer} />
      {question.kind !== 'work' && question.kind !== 'school' && question.kind !== 'header_row' && (
        <Missing {...field(name)} />
      )}
    </fieldset>
  )
}

function Control({ field, question, answer, onAnswer }: QuestionProps) {
  const { kind, name } = question
  const layouts = useLayouts(kind === 'layout')
  switch (kind) {
    case 'work':
      return (
        <WorkFields
          field={field}
          prefix={name}
          draft={answer.work}
          onType={(change) => onAnswer({ work: { ...answer.work, ...change } })}
        />
      )
    case 'school':
      return (
        <SchoolChoice field={field(name)} chosen={answer.value} onChoose={(value) => onAnswer({ value })} />
      )
    case 'header_row':
      return (
        <TextField
          {...field(name)}
          label="Номер строки с шапкой"
          inputMode="numeric"
          maxLength={7}
          value={answer.value}
          onChange={(event) => onAnswer({ value: event.target.value })}
        />
      )
    default:
      return (
        <RadioGroup
          label="Ответ"
          options={answersOf(question, layouts)}
          chosen={answer.value}
          onChoose={(value) => onAnswer({ value })}
        />
      )
  }
}

/** The error of a group of radio buttons, which has no field of its own to stand at. */
function Missing({ id, error }: { id: string; error: string | null }) {
  return (
    <div id={id} tabIndex={-1}>
      {error && <FieldError>{error}</FieldError>}
    </div>
  )
}

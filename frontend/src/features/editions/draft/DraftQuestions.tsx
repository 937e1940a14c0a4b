import type { DraftQuestionOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { ABOUT, fieldId, type Issue } from './issues'

/** The field in which a question about the act is answered. */
const FIELDS: Record<string, string> = {
  act_number: 'act-number',
  act_date: 'act-signed_on',
  act_future: 'act-signed_on',
  effective: 'act-effective_on',
  effective_future: 'act-effective_on',
  effective_early: 'act-effective_on',
  period: 'period_end',
}

interface DraftQuestionsProps {
  questions: readonly DraftQuestionOut[]
  onGo: (place: Pick<Issue, 'owner' | 'field'>) => void
}

/** What is asked about the edition as a whole: first what must be answered, then what goes to the author. */
export function DraftQuestions({ questions, onGo }: DraftQuestionsProps) {
  const blocking = questions.filter(({ is_blocking }) => is_blocking)
  const others = questions.filter(({ is_blocking }) => !is_blocking)
  return (
    <>
      {blocking.length > 0 && (
        <Box title="Чтобы ввести редакцию в действие">
          <ul className={text.stack}>
            {blocking.map((question) => (
              <li key={question.code + question.text}>
                <Question question={question} onGo={onGo} />
              </li>
            ))}
          </ul>
        </Box>
      )}
      {others.length > 0 && (
        <Box title="Вопросы автору о редакции в целом">
          <ul className={text.stack}>
            {others.map((question) => (
              <li key={question.code + question.text}>
                <Status kind="ask" text={question.text} />
              </li>
            ))}
          </ul>
        </Box>
      )}
    </>
  )
}

function Question({ question, onGo }: { question: DraftQuestionOut; onGo: DraftQuestionsProps['onGo'] }) {
  const field = FIELDS[question.code]
  if (field === undefined) return bound(question.text)
  return (
    <a
      href={`#${fieldId(ABOUT, field)}`}
      onClick={(event) => {
        // The address of the page belongs to the router.
        event.preventDefault()
        onGo({ owner: ABOUT, field })
      }}
    >
      {bound(question.text)}
    </a>
  )
}

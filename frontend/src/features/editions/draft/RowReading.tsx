/** Under the texts of a row: what changed, how the term and the result were understood, what is asked of the author. */
import type { DraftRow, FactKindOut, RowReadingOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { FieldError } from '@/ui/FieldError'
import { Status } from '@/ui/Status'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { type Issue, ROW_LABELS } from './issues'
import { predicateWords } from './predicate'
import styles from './RowEditor.module.css'
import { changeOf, partiesByPart, termWords } from './reading'

interface RowReadingProps {
  row: DraftRow
  /** Absent until the server has seen the row. */
  reading: RowReadingOut | undefined
  issues: readonly Issue[] | undefined
  kinds: readonly FactKindOut[]
}

export function RowReading({ row, reading, issues = [], kinds }: RowReadingProps) {
  const change = changeOf(reading, row)
  return (
    <ul className={styles.reading} aria-label={`Как понята строка ${row.number}`}>
      <li className={styles.change} data-sign={change.sign}>
        {change.text}
      </li>
      {reading && (
        <li>
          <span className={styles.name}>Срок:</span> {bound(termWords(reading))}
          {row.windows !== null && ' (задан датами)'}
        </li>
      )}
      {reading &&
        partiesByPart(reading.parties).map(({ part, title, words }) => (
          <li key={part}>
            <span className={styles.name}>{title}:</span> {bound(words.join('; '))}
          </li>
        ))}
      {row.results.map((result) => (
        <li key={`${result.title} ${result.facts.join(' ')}`}>
          <span className={styles.name}>Считается:</span> {bound(predicateWords(result, kinds))}
        </li>
      ))}
      {reading?.questions.map((question) => (
        <li key={question.code + question.text}>
          {question.is_blocking ? (
            <Status kind="due" text={question.text} />
          ) : (
            <Status kind="ask" text={`Вопрос автору: ${question.short_text}`} />
          )}
          <VisuallyHidden>.</VisuallyHidden>
        </li>
      ))}
      {issues
        .filter(({ field }) => !(field in ROW_LABELS))
        .map(({ field, text }) => (
          <li key={field}>
            <FieldError>{text}</FieldError>
          </li>
        ))}
    </ul>
  )
}

import { FieldError } from '@/ui/FieldError'
import { fieldId, ROW_LABELS, type RowText as RowTextName } from './issues'
import styles from './RowEditor.module.css'

const LONG = 4_000
/** Letters on one line of a column, for browsers whose fields do not grow by themselves. */
const LETTERS = 26

interface RowTextProps {
  rowKey: string
  field: Exclude<RowTextName, 'number'>
  value: string
  error: string | null
  onType: (text: string) => void
}

/** One text of a row, edited where it stands; the label is seen where the columns have no heads. */
export function RowText({ rowKey, field, value, error, onType }: RowTextProps) {
  const id = fieldId(rowKey, field)
  return (
    <div className={styles[field]}>
      <label htmlFor={id} className={styles.label}>
        {ROW_LABELS[field]}
      </label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <textarea
        id={id}
        className={styles.text}
        rows={Math.max(1, Math.ceil(value.length / LETTERS))}
        maxLength={LONG}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onType(event.target.value)}
      />
    </div>
  )
}

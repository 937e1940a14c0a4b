import { RadioGroup } from './RadioGroup'
import styles from './SearchChoice.module.css'
import { TextField } from './TextField'

interface SearchChoiceProps {
  /** The field's id and error in the form. */
  field: { id: string; error: string | null }
  /** Of the search field. */
  label: string
  hint: string
  typed: string
  onType: (typed: string) => void
  /** Names what was found. */
  legend: string
  options: readonly { value: string; text: string }[]
  chosen: string
  onChoose: (value: string) => void
  /** About what was found: that it is nothing, or only a part. */
  remark?: string | null
  /** In a dialog: typing begins here. */
  takesFocus?: boolean
}

/** One of many, searched for by words: what was found stands below, all in sight. */
export function SearchChoice({
  field,
  label,
  hint,
  typed,
  onType,
  legend,
  options,
  chosen,
  onChoose,
  remark,
  takesFocus = false,
}: SearchChoiceProps) {
  return (
    <>
      <TextField
        {...field}
        label={label}
        hint={hint}
        data-autofocus={takesFocus || undefined}
        type="search"
        autoComplete="off"
        maxLength={100}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          // Enter searches; the form is sent by its button.
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      <div>
        {options.length > 0 && (
          <RadioGroup label={legend} options={options} chosen={chosen} onChoose={onChoose} />
        )}
        <p className={styles.remark} role="status">
          {remark}
        </p>
      </div>
    </>
  )
}

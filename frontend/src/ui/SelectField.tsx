import { type SelectHTMLAttributes, useId } from 'react'
import { Field, type FieldWords, fieldAttributes } from './Field'

interface SelectFieldProps extends FieldWords, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  options: readonly { value: string; text: string }[]
  value: string
  onChoose: (value: string) => void
}

/** One of many in a form; the list itself is the browser's own. */
export function SelectField({ label, hint, error, id, options, onChoose, ...rest }: SelectFieldProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <Field id={fieldId} label={label} hint={hint} error={error}>
      <select
        {...rest}
        {...fieldAttributes(fieldId, { hint, error })}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  )
}

import { type InputHTMLAttributes, type Ref, useId } from 'react'
import { Field, type FieldWords, fieldAttributes } from './Field'

interface TextFieldProps extends FieldWords, InputHTMLAttributes<HTMLInputElement> {
  ref?: Ref<HTMLInputElement>
}

/** A line of text with its label always visible; the error stands above the field. */
export function TextField({ label, hint, error, id, ref, ...rest }: TextFieldProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <Field id={fieldId} label={label} hint={hint} error={error}>
      <input {...rest} ref={ref} {...fieldAttributes(fieldId, { hint, error })} />
    </Field>
  )
}

import { type Ref, type TextareaHTMLAttributes, useId } from 'react'
import { Field, type FieldWords, fieldAttributes } from './Field'

interface TextAreaProps extends FieldWords, TextareaHTMLAttributes<HTMLTextAreaElement> {
  ref?: Ref<HTMLTextAreaElement>
}

/** Several lines of text with the label always visible; the field grows with what is typed. */
export function TextArea({ label, hint, error, id, ref, rows = 3, ...rest }: TextAreaProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <Field id={fieldId} label={label} hint={hint} error={error}>
      <textarea {...rest} rows={rows} ref={ref} {...fieldAttributes(fieldId, { hint, error })} />
    </Field>
  )
}

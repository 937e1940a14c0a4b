import { type ComponentProps, useId } from 'react'
import { formatDate } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { TextField } from './TextField'

interface DateFieldProps extends Omit<ComponentProps<typeof TextField>, 'onChange' | 'value' | 'type'> {
  /** As typed; `readDate` makes a date of it. */
  value: string
  onType: (typed: string) => void
}

/** A day as people write it; what could be read is shown in full when the field is left. */
export function DateField({ value, onType, hint = 'Например, 17.03.2021', id, ...rest }: DateFieldProps) {
  const ownId = useId()
  return (
    <TextField
      {...rest}
      id={id ?? ownId}
      hint={hint}
      value={value}
      inputMode="decimal"
      autoComplete="off"
      maxLength={14}
      onChange={(event) => onType(event.target.value)}
      onBlur={(event) => {
        rest.onBlur?.(event)
        const date = readDate(value)
        if (date && formatDate(date) !== value) onType(formatDate(date))
      }}
    />
  )
}

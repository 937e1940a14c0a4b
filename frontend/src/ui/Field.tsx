/** What every field has: a label that is always visible, a hint, and the error above the control. */
import type { ReactNode } from 'react'
import { FieldError } from './FieldError'
import styles from './TextField.module.css'

export interface FieldWords {
  label: string
  hint?: string
  error?: string | null
}

interface FieldProps extends FieldWords {
  /** Of the control inside. */
  id: string
  children: ReactNode
}

export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {children}
    </div>
  )
}

/** The attributes by which the control tells of its hint and its error. */
export function fieldAttributes(id: string, { hint, error }: Pick<FieldWords, 'hint' | 'error'>) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    className: styles.input,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': described || undefined,
  }
}

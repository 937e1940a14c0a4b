import type { ReactNode } from 'react'
import styles from './FieldError.module.css'
import { Icon } from './icons'

/** What is wrong with the field and what to enter, in the same words as in the summary above the form. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className={styles.error}>
      <Icon name="late" size={13} />
      <span>{children}</span>
    </p>
  )
}

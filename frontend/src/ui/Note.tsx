import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './Note.module.css'

interface NoteProps {
  tone?: 'plain' | 'accent' | 'due' | 'late'
  children: ReactNode
  /** "alert" is read at once, "status" when the reader pauses; without it the note is plain text. */
  role?: 'alert' | 'status'
}

/** A remark with a rule at the left. */
export function Note({ tone = 'plain', children, role }: NoteProps) {
  return (
    <div className={classes(styles.note, tone !== 'plain' && styles[tone])} role={role}>
      {children}
    </div>
  )
}

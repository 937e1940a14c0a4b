import { type ReactNode, useState } from 'react'
import styles from './Disclosure.module.css'
import { Icon } from './icons'

interface DisclosureProps {
  /** What is seen while it is closed: words and a status, nothing that can be pressed. */
  summary: ReactNode
  startsOpen?: boolean
  children: ReactNode
}

/** Something to open in place; what is inside is made only when it is opened. */
export function Disclosure({ summary, startsOpen = false, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  return (
    <details
      className={styles.details}
      open={isOpen}
      onToggle={(event) => {
        // The event of a disclosure inside bubbles in React.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open)
      }}
    >
      <summary className={styles.summary}>
        <Icon name="down" className={styles.mark} />
        <span className={styles.words}>{summary}</span>
      </summary>
      {isOpen && <div className={styles.body}>{children}</div>}
    </details>
  )
}

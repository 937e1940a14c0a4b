import type { ReactNode } from 'react'
import styles from './Tabs.module.css'

/** Parts of one page, each with an address of its own: links in a row, the current one marked by the router. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={styles.tabs} aria-label={label} data-noprint>
      {children}
    </nav>
  )
}

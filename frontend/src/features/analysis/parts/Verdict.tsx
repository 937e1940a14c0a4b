import type { ShareChangeOut } from '@/api/generated/types.gen'
import styles from '../Analysis.module.css'
import { briefly } from './series'
import { sayChange } from './words'

interface VerdictProps {
  change: ShareChangeOut | null
  /** Why there is no change. */
  reasons?: readonly string[]
  /** The reason is told elsewhere, for the whole column. */
  isToldElsewhere?: boolean
}

/** The change in the words of the server; only what can be told from chance is set in bold. */
export function Verdict({ change, reasons = [], isToldElsewhere = false }: VerdictProps) {
  if (change) {
    return (
      <span className={change.verdict === 'indistinct' ? styles.calm : styles.told}>
        {change.verdict_text}
        <span className={styles.change}>{sayChange(change)}</span>
      </span>
    )
  }
  if (reasons.length === 0 || isToldElsewhere) return null
  return (
    <span className={styles.calm}>
      сравнивать нельзя
      <span className={styles.change}>{briefly(reasons)}</span>
    </span>
  )
}

import { useEffect, useState } from 'react'
import styles from './Loading.module.css'

/** Quick answers must not flash: the outline waits this long. */
const PATIENCE_MS = 300

const WIDTHS = [styles.long, styles.short, styles.middle]

/** The outline of rows in place of a spinner; the header and the filters work meanwhile. */
export function Loading({ rows = 3, label = 'Загружаем данные' }: { rows?: number; label?: string }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" className={styles.loading} aria-busy="true">
      {isShown && (
        <>
          <span className={styles.label}>{label}</span>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
            <span key={row} className={WIDTHS[row % WIDTHS.length]} />
          ))}
        </>
      )}
    </div>
  )
}

import styles from './Progress.module.css'

interface ProgressProps {
  /** What is going on: «Проверяем строки». Shown and read aloud as it changes. */
  label: string
  /** Done so far, 0…100; null while nobody knows how much there is. */
  percent: number | null
  /** «120 из 400 строк», beside the label. */
  detail?: string
}

/** A bar of progress with its words. */
export function Progress({ label, percent, detail }: ProgressProps) {
  const value = percent === null ? undefined : Math.round(Math.min(100, Math.max(0, percent)))
  return (
    <div className={styles.progress}>
      <p className={styles.words} role="status">
        <span>{label}</span>
        {detail && <span className={styles.detail}>{detail}</span>}
      </p>
      <progress className={styles.bar} aria-label={label} max={100} value={value} />
    </div>
  )
}

import styles from './Progress.module.css'
import { VisuallyHidden } from './VisuallyHidden'

interface ProgressProps {
  /** What is going on: «Проверяем строки». Read aloud as it changes, unless `spoken` is given; the percent is not. */
  label: string
  /** Done so far, 0…100; null while nobody knows how much there is. */
  percent: number | null
  /** «120 из 400 строк», beside the label. */
  detail?: string
  /** What is read aloud instead of a label whose numbers change all the time. */
  spoken?: string
}

/** A bar of progress with its words. */
export function Progress({ label, percent, detail, spoken }: ProgressProps) {
  const value = percent === null ? undefined : Math.round(Math.min(100, Math.max(0, percent)))
  return (
    <div className={styles.progress}>
      <p className={styles.words}>
        <span role={spoken === undefined ? 'status' : undefined}>{label}</span>
        {detail && <span className={styles.detail}>{detail}</span>}
      </p>
      {spoken !== undefined && (
        <VisuallyHidden>
          <span role="status">{spoken}</span>
        </VisuallyHidden>
      )}
      <progress className={styles.bar} aria-label={label} max={100} value={value} />
    </div>
  )
}

import styles from './charts.module.css'

const LENGTH = 64
const HEIGHT = 14

interface ShareBarProps {
  pct: number
  isInk?: boolean
}

/** A bar in a cell, its length a share of 100 %; the number stands beside it. Decoration for the eye. */
export function ShareBar({ pct, isInk = false }: ShareBarProps) {
  const length = Math.max(1, Math.round((pct / 100) * LENGTH))
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${LENGTH} ${HEIGHT}`}
      width={LENGTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <rect className={isInk ? styles.ink : styles.grey} width={length} height={HEIGHT} />
      <line className={styles.grid} x1={LENGTH - 0.5} x2={LENGTH - 0.5} y1={0} y2={HEIGHT} />
    </svg>
  )
}

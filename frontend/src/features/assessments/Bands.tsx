import type { ScaleVersionOut } from '@/api/generated/types.gen'
import styles from './Scales.module.css'

const HEIGHT = 14

/** The bands as one strip, each as wide as it has scores; the words beside it say the same. */
export function Bands({ scale: { bands, max_primary } }: { scale: ScaleVersionOut }) {
  if (!bands || !max_primary) return null
  const whole = max_primary + 1
  return (
    <svg
      className={styles.bands}
      viewBox={`0 0 ${whole} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bands.map(({ mark, lowest, highest }) => (
        <rect
          key={mark}
          data-mark={mark}
          x={lowest}
          width={highest - lowest + 1}
          height={HEIGHT}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}

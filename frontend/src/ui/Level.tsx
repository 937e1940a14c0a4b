import styles from './Level.module.css'

export type LevelValue = 1 | 2 | 3

/** Three bars and a word in a neutral colour: a level of risk is not a status. */
export function Level({ value, text }: { value: LevelValue; text: string }) {
  return (
    <span className={styles.level} data-level={value}>
      <span className={styles.bars} aria-hidden="true">
        <i className={styles.filled} />
        <i className={value >= 2 ? styles.filled : undefined} />
        <i className={value >= 3 ? styles.filled : undefined} />
      </span>
      {text}
    </span>
  )
}

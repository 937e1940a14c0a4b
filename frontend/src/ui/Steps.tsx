/** The way of one thing through its states: «Получен → Распознан → Проверен → Принят». */
import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon, type IconName } from './icons'
import styles from './Steps.module.css'

export interface Step {
  title: string
  text?: ReactNode
  state: 'done' | 'current' | 'ahead' | 'failed'
}

const SHAPES: Record<Step['state'], IconName> = { done: 'ok', current: 'run', ahead: 'idle', failed: 'late' }
const SPOKEN: Record<Step['state'], string> = {
  done: 'пройден',
  current: 'сейчас',
  ahead: 'впереди',
  failed: 'не пройден',
}

export function Steps({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map(({ title, text, state }) => (
        <li
          key={title}
          className={classes(styles.step, styles[state])}
          aria-current={state === 'current' || state === 'failed' ? 'step' : undefined}
        >
          <Icon name={SHAPES[state]} size={15} />
          <div>
            <b>{title}</b>
            <span className={styles.spoken}>, шаг {SPOKEN[state]}</span>
            {text && <span className={styles.text}>{text}</span>}
          </div>
        </li>
      ))}
    </ol>
  )
}

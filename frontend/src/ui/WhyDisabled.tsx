import { type ReactNode, useId } from 'react'
import { Button } from './Button'
import { Icon } from './icons'
import styles from './WhyDisabled.module.css'

interface WhyDisabledProps {
  /** The words of the button; several buttons may share one reason. */
  children: string | readonly string[]
  /** Why it cannot be done now and what would make it possible; always visible. */
  why: ReactNode
  isWide?: boolean
  size?: 'normal' | 'small'
}

/** Actions that are not possible now: they stay in the order of Tab and say why. */
export function WhyDisabled({ children, why, isWide, size }: WhyDisabledProps) {
  const id = useId()
  const labels = typeof children === 'string' ? [children] : children
  return (
    <div>
      <div className={styles.buttons}>
        {labels.map((label) => (
          <Button key={label} aria-disabled="true" aria-describedby={id} isWide={isWide} size={size}>
            {label}
          </Button>
        ))}
      </div>
      <p id={id} className={styles.why}>
        <Icon name="info" />
        <span>{why}</span>
      </p>
    </div>
  )
}

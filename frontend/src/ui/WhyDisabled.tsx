import { type ReactNode, useId } from 'react'
import { Button } from './Button'
import { Icon } from './icons'
import styles from './WhyDisabled.module.css'

interface WhyDisabledProps {
  children: ReactNode
  /** Why it cannot be done now and what would make it possible; always visible. */
  why: ReactNode
  isWide?: boolean
  size?: 'normal' | 'small'
}

/** An action that is not possible now: it stays in the order of Tab and says why. */
export function WhyDisabled({ children, why, isWide, size }: WhyDisabledProps) {
  const id = useId()
  return (
    <div>
      <Button aria-disabled="true" aria-describedby={id} isWide={isWide} size={size}>
        {children}
      </Button>
      <p id={id} className={styles.why}>
        <Icon name="info" />
        <span>{why}</span>
      </p>
    </div>
  )
}

import type { ButtonHTMLAttributes } from 'react'
import styles from './Button.module.css'
import { classes } from './classes'

interface Look {
  /** One primary button per region; quiet looks like a link. */
  look?: 'plain' | 'primary' | 'quiet'
  size?: 'normal' | 'small'
  isWide?: boolean
}

/** The class of a button, for links that look like one. */
export function buttonClass({ look = 'plain', size = 'normal', isWide = false }: Look = {}): string {
  return classes(
    styles.button,
    look !== 'plain' && styles[look],
    size === 'small' && styles.small,
    isWide && styles.wide,
  )
}

type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement>

/** A button that acts; `type` is "button" unless said otherwise, so that it never sends a form by accident. */
export function Button({ look, size, isWide, className, type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={classes(buttonClass({ look, size, isWide }), className)} />
}

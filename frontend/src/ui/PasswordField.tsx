import { type ComponentProps, useState } from 'react'
import styles from './PasswordField.module.css'
import { TextField } from './TextField'

/** A password that can be looked at: typing blind in a foreign keyboard layout is the common failure. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type'>) {
  const [isShown, setShown] = useState(false)
  return (
    <div className={styles.frame}>
      <TextField {...props} type={isShown ? 'text' : 'password'} spellCheck={false} autoCapitalize="off" />
      <button
        type="button"
        className={styles.show}
        aria-pressed={isShown}
        aria-label="Показать пароль"
        onClick={() => setShown(!isShown)}
      >
        {isShown ? 'Скрыть' : 'Показать'}
      </button>
    </div>
  )
}

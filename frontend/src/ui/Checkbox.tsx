import { useId } from 'react'
import styles from './Checkbox.module.css'

interface CheckboxProps {
  label: string
  hint?: string
  isChecked: boolean
  onCheck: (isChecked: boolean) => void
}

/** Yes or no, with what it means below. */
export function Checkbox({ label, hint, isChecked, onCheck }: CheckboxProps) {
  const id = useId()
  return (
    <div>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isChecked}
          aria-describedby={hint ? id : undefined}
          onChange={(event) => onCheck(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p id={id} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** One of a few, all in sight. */
import { useId } from 'react'
import styles from './RadioGroup.module.css'

interface RadioGroupProps<Value extends string> {
  label: string
  options: readonly { value: Value; text: string }[]
  chosen: Value
  onChoose: (value: Value) => void
}

export function RadioGroup<Value extends string>({
  label,
  options,
  chosen,
  onChoose,
}: RadioGroupProps<Value>) {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{label}</legend>
      {options.map(({ value, text }) => (
        <label key={value} className={styles.choice}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
          {text}
        </label>
      ))}
    </fieldset>
  )
}

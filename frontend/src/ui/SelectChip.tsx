/** A filter with many values as a chip: «Раздел: все». The list itself is the browser's own. */
import { Icon } from './icons'
import styles from './SelectChip.module.css'

export interface SelectOption<Value extends string> {
  value: Value
  /** The line of the list, in full. */
  text: string
  /** The words on the chip, where the line is too long for it. */
  short?: string
}

interface SelectChipProps<Value extends string> {
  label: string
  options: readonly SelectOption<Value>[]
  chosen: Value
  onChoose: (value: Value) => void
  /** False for settings of the view, which do not narrow what is shown. */
  isFilter?: boolean
}

export function SelectChip<Value extends string>({
  label,
  options,
  chosen,
  onChoose,
  isFilter = true,
}: SelectChipProps<Value>) {
  const current = options.find(({ value }) => value === chosen) ?? options[0]
  const isActive = isFilter && current !== undefined && current !== options[0]
  return (
    <span className={styles.chip} data-active={isActive || undefined}>
      <span aria-hidden="true">
        <span className={styles.label}>{label}:</span> {current?.short ?? current?.text}
      </span>
      <Icon name="down" />
      <select
        className={styles.select}
        aria-label={label}
        value={chosen}
        onChange={({ currentTarget }) => {
          const option = options.find(({ value }) => value === currentTarget.value)
          if (option) onChoose(option.value)
        }}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </span>
  )
}

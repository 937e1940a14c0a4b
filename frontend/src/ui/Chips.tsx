/** A filter of one choice with counts: «Все 44 · Просрочено 1 · В работе 11». */
import type { ReactNode } from 'react'
import styles from './Chips.module.css'
import { Icon } from './icons'
import { SHAPE_OF, type StatusKind } from './status'

export interface ChipOption<Value extends string> {
  value: Value
  text: string
  count?: number
  kind?: StatusKind
}

interface ChipsProps<Value extends string> {
  /** What is filtered; names the group. */
  label: string
  options: readonly ChipOption<Value>[]
  chosen: Value
  onChoose: (value: Value) => void
  /** Further filters in the same row, after a line. */
  children?: ReactNode
}

export function Chips<Value extends string>({
  label,
  options,
  chosen,
  onChoose,
  children,
}: ChipsProps<Value>) {
  return (
    <fieldset className={styles.chips} aria-label={label} data-noprint>
      {options.map(({ value, text, count, kind }) => (
        <button
          key={value}
          type="button"
          className={styles.chip}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {kind && <Icon name={SHAPE_OF[kind]} size={11} />}
          {text}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </button>
      ))}
      {children && <span className={styles.line} aria-hidden="true" />}
      {children}
    </fieldset>
  )
}

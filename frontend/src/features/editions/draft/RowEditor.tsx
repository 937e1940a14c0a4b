/** One row of the draft: its texts in place, what they are read as, what can be done with the row. */
import { type KeyboardEvent, memo } from 'react'
import type { DraftRow, FactKindOut, RowReadingOut } from '@/api/generated/types.gen'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { FieldError } from '@/ui/FieldError'
import text from '@/ui/text.module.css'
import type { DraftEvent } from './document'
import { fieldId, type Issue, messageAt, ROW_LABELS } from './issues'
import { RowDetails, type SectionChoice } from './RowDetails'
import styles from './RowEditor.module.css'
import { RowReading } from './RowReading'
import { RowText } from './RowText'
import type { DeleteEvent, MoveEvent } from './useRowActions'

export type Move = (event: MoveEvent) => void

export interface RowEditorProps {
  row: DraftRow
  sectionKey: string
  reading: RowReadingOut | undefined
  issues: readonly Issue[] | undefined
  kinds: readonly FactKindOut[]
  /** The first and the last row of the plan cannot go further. */
  edge: 'first' | 'last' | 'only' | null
  /** Given to the open row only: the others do not care how sections are called. */
  sections: readonly SectionChoice[] | null
  dispatch: (event: DraftEvent) => void
  move: Move
  onAddRow: (sectionKey: string, after?: string) => void
  onDelete: (event: DeleteEvent) => void
  onToggle: (rowKey: string) => void
}

const NUMBER = 20

export const RowEditor = memo(function RowEditor(props: RowEditorProps) {
  const { row, reading, issues, kinds, sections, dispatch, move, onToggle } = props
  const { key } = row
  const set = (change: Partial<DraftRow>) => dispatch({ type: 'set-row', key, change })
  const error = (field: string) => messageAt(issues, field)
  const numberError = error('number')
  const moveByKeys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move({ type: 'move-row', key, by: event.key === 'ArrowUp' ? -1 : 1 })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid of six columns in every browser
    <div
      role="group"
      aria-label={`Строка ${row.number}`}
      className={classes(styles.row, sections && styles.open)}
      onKeyDown={moveByKeys}
    >
      <div className={styles.number}>
        <label htmlFor={fieldId(key, 'number')} className={styles.label}>
          {ROW_LABELS.number}
        </label>
        {numberError && <FieldError id={fieldId(key, 'number-error')}>{numberError}</FieldError>}
        <input
          id={fieldId(key, 'number')}
          className={styles.text}
          maxLength={NUMBER}
          value={row.number}
          aria-invalid={numberError ? true : undefined}
          aria-describedby={numberError ? fieldId(key, 'number-error') : undefined}
          onChange={(event) => set({ number: event.target.value })}
        />
      </div>
      {(['title', 'term_source', 'responsible_source'] as const).map((field) => (
        <RowText
          key={field}
          rowKey={key}
          field={field}
          value={row[field]}
          error={error(field)}
          onType={(typed) => set({ [field]: typed })}
        />
      ))}
      {(['result_document', 'expected_result'] as const).map((field) => (
        <RowText
          key={field}
          rowKey={key}
          field={field}
          value={row[field] ?? ''}
          error={error(field)}
          onType={(typed) => set({ [field]: typed === '' ? null : typed })}
        />
      ))}
      <RowReading row={row} reading={reading} kinds={kinds} issues={issues} />
      <RowButtons {...props} />
      {sections && (
        <RowDetails
          id={fieldId(key, 'details')}
          row={row}
          reading={reading}
          kinds={kinds}
          sections={sections}
          onChange={set}
          onMoveTo={(sectionKey) => move({ type: 'move-row-to', key, sectionKey })}
          onClose={() => {
            onToggle(key)
            document.getElementById(fieldId(key, 'more'))?.focus()
          }}
        />
      )}
    </div>
  )
})

function RowButtons({ row, sectionKey, edge, sections, move, onAddRow, onDelete, onToggle }: RowEditorProps) {
  const { key } = row
  const isOpen = sections !== null
  const why = fieldId(key, 'edge')
  const isAt = (end: 'first' | 'last') => edge === end || edge === 'only' || undefined
  return (
    <div className={styles.buttons} data-noprint>
      <Button
        id={fieldId(key, 'more')}
        size="small"
        look="quiet"
        aria-expanded={isOpen}
        aria-controls={isOpen ? fieldId(key, 'details') : undefined}
        onClick={() => onToggle(key)}
      >
        Сроки и результат
      </Button>
      <Button
        id={fieldId(key, 'up')}
        size="small"
        look="quiet"
        aria-disabled={isAt('first')}
        aria-describedby={isAt('first') && why}
        aria-keyshortcuts="Alt+ArrowUp"
        onClick={() => isAt('first') || move({ type: 'move-row', key, by: -1 })}
      >
        Выше
      </Button>
      <Button
        id={fieldId(key, 'down')}
        size="small"
        look="quiet"
        aria-disabled={isAt('last')}
        aria-describedby={isAt('last') && why}
        aria-keyshortcuts="Alt+ArrowDown"
        onClick={() => isAt('last') || move({ type: 'move-row', key, by: 1 })}
      >
        Ниже
      </Button>
      <Button size="small" look="quiet" onClick={() => onAddRow(sectionKey, key)}>
        Добавить строку
      </Button>
      <Button size="small" look="quiet" onClick={() => onDelete({ type: 'delete-row', key })}>
        Удалить
      </Button>
      {edge && (
        <span id={why} className={text.meta}>
          {EDGE_WORDS[edge]}
        </span>
      )}
    </div>
  )
}

const EDGE_WORDS = {
  first: 'первая строка плана, выше некуда',
  last: 'последняя строка плана, ниже некуда',
  only: 'единственная строка плана, переставлять некуда',
}

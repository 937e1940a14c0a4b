import { memo } from 'react'
import type { DraftSection, FactKindOut, RowReadingOut } from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { SelectField } from '@/ui/SelectField'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { ROWS } from '../words'
import type { DraftEvent } from './document'
import { fieldId, type Issue, messageAt, ROW_LABELS } from './issues'
import type { SectionChoice } from './RowDetails'
import { type Move, RowEditor, type RowEditorProps } from './RowEditor'
import rowStyles from './RowEditor.module.css'
import styles from './SectionEditor.module.css'
import type { DeleteEvent } from './useRowActions'

interface SectionEditorProps {
  section: DraftSection
  isFirst: boolean
  isLast: boolean
  readings: ReadonlyMap<string, RowReadingOut>
  issues: ReadonlyMap<string, readonly Issue[]>
  kinds: readonly FactKindOut[]
  /** The open row, when it stands in this section. */
  openRow: string | undefined
  /** All sections, for the section of the open row only. */
  sections: readonly SectionChoice[] | null
  dispatch: (event: DraftEvent) => void
  move: Move
  onAddRow: (sectionKey: string, after?: string) => void
  onDelete: (event: DeleteEvent) => void
  onToggle: (rowKey: string) => void
}

const FORMS = [
  { value: 'road_map', text: 'таблица дорожной карты' },
  { value: 'project', text: 'таблица плана проекта' },
]

export const SectionEditor = memo(function SectionEditor(props: SectionEditorProps) {
  const {
    section,
    issues,
    readings,
    kinds,
    openRow,
    sections,
    dispatch,
    move,
    onAddRow,
    onDelete,
    onToggle,
  } = props
  const { key, rows } = section
  return (
    <section className={styles.section} aria-label={`Раздел ${section.code}`}>
      <SectionHead {...props} />
      {rows.length > 0 && <ColumnHeads />}
      {rows.map((row, place) => (
        <RowEditor
          key={row.key}
          row={row}
          reading={readings.get(row.key)}
          issues={issues.get(row.key)}
          kinds={kinds}
          edge={edgeOf(props, place)}
          sections={row.key === openRow ? sections : null}
          dispatch={dispatch}
          move={move}
          sectionKey={key}
          onAddRow={onAddRow}
          onDelete={onDelete}
          onToggle={onToggle}
        />
      ))}
      {rows.length === 0 && (
        <p className={styles.empty}>
          В разделе пока нет строк. <Button onClick={() => onAddRow(key)}>Добавить строку</Button>
        </p>
      )}
    </section>
  )
})

function edgeOf({ section, isFirst, isLast }: SectionEditorProps, place: number): RowEditorProps['edge'] {
  const first = isFirst && place === 0
  const last = isLast && place === section.rows.length - 1
  if (first && last) return 'only'
  return first ? 'first' : last ? 'last' : null
}

/** The heads of the columns for the eye: every field has a label of its own. */
function ColumnHeads() {
  return (
    <div className={rowStyles.heads} aria-hidden="true">
      {Object.values(ROW_LABELS).map((label) => (
        <span key={label}>{label}</span>
      ))}
    </div>
  )
}

function SectionHead({ section, isFirst, isLast, issues, dispatch, move, onDelete }: SectionEditorProps) {
  const { key, code, title, form, rows } = section
  const own = issues.get(key)
  const set = (change: Partial<DraftSection>) => dispatch({ type: 'set-section', key, change })
  return (
    <div className={styles.head}>
      <div className={styles.fields}>
        <TextField
          id={fieldId(key, 'code')}
          label="Раздел"
          maxLength={20}
          value={code}
          error={messageAt(own, 'code')}
          onChange={(event) => set({ code: event.target.value })}
        />
        <TextArea
          id={fieldId(key, 'title')}
          label="Название раздела"
          rows={1}
          maxLength={4_000}
          value={title}
          error={messageAt(own, 'title')}
          // A title is one line of the act, however long.
          onChange={(event) => set({ title: event.target.value.replaceAll('\n', ' ') })}
        />
        <SelectField
          label="Печатается как"
          options={FORMS}
          value={form}
          onChoose={(value) => set({ form: value as DraftSection['form'] })}
        />
      </div>
      <div className={styles.buttons} data-noprint>
        <span className={text.meta}>{counted(rows.length, ROWS)}</span>
        {!isFirst && (
          <Button
            id={fieldId(key, 'up')}
            size="small"
            look="quiet"
            onClick={() => move({ type: 'move-section', key, by: -1 })}
          >
            Раздел выше
          </Button>
        )}
        {!isLast && (
          <Button
            id={fieldId(key, 'down')}
            size="small"
            look="quiet"
            onClick={() => move({ type: 'move-section', key, by: 1 })}
          >
            Раздел ниже
          </Button>
        )}
        {rows.length > 0 && (
          <Button size="small" look="quiet" onClick={() => dispatch({ type: 'renumber', key })}>
            Пронумеровать по порядку
          </Button>
        )}
        <Button size="small" look="quiet" onClick={() => onDelete({ type: 'delete-section', key })}>
          Удалить раздел
        </Button>
      </div>
    </div>
  )
}

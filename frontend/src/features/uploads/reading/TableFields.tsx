import { useId } from 'react'
import type { ColumnReadingOut, ReadingIn, TableReadingOut, WorkReadingOut } from '@/api/generated/types.gen'
import { Checkbox } from '@/ui/Checkbox'
import { type Column, DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import { fieldAttributes } from '@/ui/Field'
import type { FieldOf } from '@/ui/Form'
import { TextField } from '@/ui/TextField'
import styles from '../UploadPage.module.css'
import { tableName } from './columns'
import { WorkFields } from './WorkFields'
import { type WorkDraft, workDraft } from './work'

type Meanings = NonNullable<ReadingIn['columns']>[string]
type Meaning = Meanings[string]

const MEANINGS: readonly { value: Meaning; text: string }[] = [
  { value: 'school', text: 'школа' },
  { value: 'participant', text: 'код участника' },
  { value: 'class', text: 'класс' },
  { value: 'variant', text: 'вариант' },
  { value: 'primary', text: 'первичный балл' },
  { value: 'test', text: 'тестовый балл' },
  { value: 'mark', text: 'отметка' },
  { value: 'journal', text: 'отметка по журналу' },
  { value: 'skip', text: 'не читать' },
]

const COLUMNS: Column[] = [
  { key: 'place', title: 'Столбец', className: styles.place },
  { key: 'header', title: 'В файле', className: styles.header },
  { key: 'meaning', title: 'Что это' },
]

/** What is chosen of one table; absent parts are «as detected». */
export interface TableDraft {
  headerRow: string
  columns: Meanings
  work: WorkDraft | null
}

interface TableFieldsProps {
  field: FieldOf
  table: TableReadingOut
  /** The only work of the file, where it has only one: its known parts are not typed again. */
  work: WorkReadingOut | undefined
  draft: TableDraft
  onType: (change: Partial<TableDraft>) => void
}

/** The choices about one table: where its header is, what its columns are, which work it holds. */
export function TableFields({ field, table, work, draft, onType }: TableFieldsProps) {
  const name = `table-${table.number}`
  return (
    <fieldset className={styles.tableFields}>
      <legend>{tableName(table)}</legend>
      <div className={styles.fields}>
        <TextField
          {...field(`${name}.header`)}
          label="Строка с шапкой"
          hint="Номер строки, как в Excel"
          inputMode="numeric"
          maxLength={7}
          value={draft.headerRow}
          onChange={(event) => onType({ headerRow: event.target.value })}
        />
      </div>
      <Disclosure summary="Что значат столбцы" startsOpen={Object.keys(draft.columns).length > 0}>
        <DataTable
          caption={`Столбцы: ${tableName(table)}`}
          columns={COLUMNS}
          density="compact"
          minWidth="medium"
          isFramed
        >
          <tbody>
            {table.columns.map((column) => (
              <MeaningRow
                key={column.column}
                column={column}
                chosen={draft.columns[column.column]}
                onChoose={(meaning) =>
                  onType({ columns: withMeaning(draft.columns, column.column, meaning) })
                }
              />
            ))}
          </tbody>
        </DataTable>
      </Disclosure>
      <Checkbox
        label="Указать работу вручную"
        hint="Если файл называет её неверно или не называет совсем"
        isChecked={draft.work !== null}
        onCheck={(isChecked) => onType({ work: isChecked ? workDraft(work) : null })}
      />
      {draft.work && (
        <WorkFields
          field={field}
          prefix={name}
          draft={draft.work}
          onType={(change) => draft.work && onType({ work: { ...draft.work, ...change } })}
        />
      )}
    </fieldset>
  )
}

interface MeaningRowProps {
  column: ColumnReadingOut
  chosen: Meaning | undefined
  onChoose: (meaning: Meaning | null) => void
}

function MeaningRow({ column: { column, header, kind, meaning }, chosen, onChoose }: MeaningRowProps) {
  const id = useId()
  return (
    <tr>
      <th scope="row">{column}</th>
      <td>{header}</td>
      <td>
        {kind === 'personal' ? (
          meaning
        ) : (
          <select
            {...fieldAttributes(id, {})}
            aria-label={`Столбец ${column} «${header}»`}
            value={chosen ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onChoose(MEANINGS.find((known) => known.value === value)?.value ?? null)
            }
          >
            <option value="">{`как определено: ${meaning}`}</option>
            {MEANINGS.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </td>
    </tr>
  )
}

function withMeaning(columns: Meanings, column: string, meaning: Meaning | null): Meanings {
  const { [column]: _, ...others } = columns
  return meaning ? { ...others, [column]: meaning } : others
}

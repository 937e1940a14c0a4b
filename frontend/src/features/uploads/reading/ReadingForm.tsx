import { useState } from 'react'
import { SchoolChoice } from '@/acts/SchoolChoice'
import type { ReadingIn, ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { Checkbox } from '@/ui/Checkbox'
import { type FieldOf, Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import text from '@/ui/text.module.css'
import styles from '../UploadPage.module.css'
import { DATE_ORDERS, DECIMALS, DELIMITERS, ENCODINGS, LEADING_ZEROS, STRATEGIES, wordOf } from '../words'
import { isSame, useChoices } from './choices'
import { draftOf, type ReadingDraft, readDraft } from './draft'
import { TableFields } from './TableFields'
import { useLayouts } from './useLayouts'

interface ReadingFormProps {
  upload: UploadOut
  reading: ReadingOut
  onClose: () => void
}

/** How the file is to be read instead: only what the person changes is told to the server. */
export function ReadingForm({ upload, reading, onClose }: ReadingFormProps) {
  const { chosen, choose, ...state } = useChoices(upload, ['school_id'])
  const [draft, setDraft] = useState<ReadingDraft>(() => draftOf(chosen, reading))
  const [isIdle, setIdle] = useState(false)
  const typeFile = (change: ReadingDraft['file']) =>
    setDraft((before) => ({ ...before, file: { ...before.file, ...change } }))
  const submit = async () => {
    const { choices, issues } = readDraft(draft, reading, chosen)
    const nothing = issues.length === 0 && isSame(choices, chosen, upload)
    setIdle(nothing)
    if (!nothing && (await choose(issues, choices))) onClose()
  }
  const onlyWork = reading.works.length === 1 ? reading.works[0] : undefined
  return (
    <div className={styles.form}>
      <Form
        label="Изменить чтение файла"
        {...state}
        submit="Прочитать заново"
        sending="Отправляем"
        onSubmit={() => void submit()}
        takesFocus
        onClose={onClose}
      >
        {(field) => (
          <>
            <FileFields
              field={field}
              upload={upload}
              reading={reading}
              draft={draft.file}
              onType={typeFile}
            />
            {reading.tables.map((table) => {
              const typed = draft.tables[table.number]
              return (
                typed && (
                  <TableFields
                    key={table.number}
                    field={field}
                    table={table}
                    work={onlyWork}
                    draft={typed}
                    onType={(change) =>
                      setDraft((before) => ({
                        ...before,
                        tables: { ...before.tables, [table.number]: { ...typed, ...change } },
                      }))
                    }
                  />
                )
              )
            })}
            <p role="status" className={text.dim}>
              {isIdle && 'Изменений нет: файл уже прочитан так.'}
            </p>
          </>
        )}
      </Form>
    </div>
  )
}

interface FileFieldsProps {
  field: FieldOf
  upload: UploadOut
  reading: ReadingOut
  draft: ReadingDraft['file']
  onType: (change: ReadingDraft['file']) => void
}

function FileFields({ field, upload, reading: { tables }, draft, onType }: FileFieldsProps) {
  // Of a file that was not understood nobody knows what it is.
  const isText = tables.length === 0 || tables.some(({ file_kind }) => file_kind === 'csv')
  const [first] = tables
  const layouts = useLayouts()
  return (
    <>
      <div className={styles.fields}>
        <Choice
          {...field('profile')}
          label="Форма"
          words={Object.fromEntries(layouts.map(({ value, text }) => [value, text]))}
          detected={tables.length === 1 ? (first?.profile ?? null) : null}
          chosen={draft.profile}
          onChoose={(profile) => onType({ profile })}
        />
        {isText && (
          <>
            <Choice
              {...field('encoding')}
              label="Кодировка"
              words={ENCODINGS}
              detected={first?.encoding ?? null}
              chosen={draft.encoding}
              onChoose={(encoding) => onType({ encoding: encoding as ReadingIn['encoding'] })}
            />
            <Choice
              {...field('delimiter')}
              label="Разделитель столбцов"
              words={DELIMITERS}
              detected={first?.delimiter ?? null}
              chosen={draft.delimiter}
              onChoose={(delimiter) => onType({ delimiter: delimiter as ReadingIn['delimiter'] })}
            />
          </>
        )}
        <Choice
          {...field('decimal')}
          label="Знак дробной части"
          words={DECIMALS}
          detected={first?.decimal ?? null}
          chosen={draft.decimal}
          onChoose={(decimal) => onType({ decimal: decimal as ReadingIn['decimal'] })}
        />
        <Choice
          {...field('date_order')}
          label="Порядок в датах"
          words={DATE_ORDERS}
          detected={first?.date_order ?? null}
          chosen={draft.date_order}
          onChoose={(order) => onType({ date_order: order as ReadingIn['date_order'] })}
        />
        <Choice
          {...field('leading_zeros')}
          label="Короткие коды школ"
          words={LEADING_ZEROS}
          detected={null}
          chosen={draft.leading_zeros}
          onChoose={(zeros) => onType({ leading_zeros: zeros as ReadingIn['leading_zeros'] })}
        />
        <SelectField
          {...field('strategy')}
          label="Как записать"
          options={STRATEGIES}
          value={draft.strategy ?? upload.strategy}
          onChoose={(strategy) => onType({ strategy: strategy as ReadingIn['strategy'] })}
        />
      </div>
      <Checkbox
        label="Указать школу для всего файла"
        hint="Если в файле школа не названа"
        isChecked={draft.school_id != null}
        onCheck={(isChecked) => onType({ school_id: isChecked ? '' : null })}
      />
      {draft.school_id != null && (
        <SchoolChoice
          field={field('school_id')}
          chosen={draft.school_id}
          onChoose={(school_id) => onType({ school_id })}
        />
      )}
    </>
  )
}

interface ChoiceProps {
  id: string
  error: string | null
  label: string
  words: Readonly<Record<string, string>>
  detected: string | null
  chosen: string | null | undefined
  /** Null takes the choice back. */
  onChoose: (value: string | null) => void
}

function Choice({ words, detected, chosen, onChoose, ...field }: ChoiceProps) {
  const told = wordOf(words, detected)
  return (
    <SelectField
      {...field}
      options={[
        { value: '', text: told ? `как определено: ${told}` : 'как определено' },
        ...Object.entries(words).map(([value, text]) => ({ value, text })),
      ]}
      value={chosen ?? ''}
      onChoose={(value) => onChoose(value || null)}
    />
  )
}

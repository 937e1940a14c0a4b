import { type ReactNode, useState } from 'react'
import { useDraftFile } from '@/api/drafts'
import { sendForm } from '@/api/upload'
import { useSending } from '@/api/useSending'
import { counted, type Forms } from '@/lib/plural'
import { FileDrop } from '@/ui/FileDrop'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { RadioGroup } from '@/ui/RadioGroup'
import text from '@/ui/text.module.css'

const MEBIBYTES = 10
const MOST_SHOWN = 50

/** What the server says of any such table. */
interface Said {
  outcome: 'refused' | 'unchanged' | 'checked' | 'written'
  errors: readonly { row: number; column: string; value: string; message: string }[]
  changed: number
  unchanged: number
  warnings: readonly string[]
}

interface SentTableFormProps<T> {
  label: string
  address: string
  /** Where the chosen file waits while its sender looks elsewhere. */
  draft: string
  hint: string
  /** What is said when no file is chosen. */
  missing: string
  /** What is counted as changed. */
  things: Forms
  /** Lines under the answer, at most so many. */
  more: (said: T, most: number) => ReactNode
}

/** A small table as a file: tried first, then written; any wrong cell stops the whole file. */
export function SentTableForm<T extends Said>(props: SentTableFormProps<T>) {
  const { label, address, draft, hint, missing, things, more } = props
  const [file, setFile] = useDraftFile(draft)
  const [mode, setMode] = useState<'try' | 'write'>('try')
  const [said, setSaid] = useState<T | null>(null)
  const { send, ...state } = useSending(['file'])
  const submit = () =>
    send(file ? [] : [{ name: 'file', message: missing }], async () => {
      const body = new FormData()
      if (file) body.append('file', file)
      body.append('dry_run', String(mode === 'try'))
      const reply = await sendForm(address, body, { onProgress: () => {} })
      setSaid(await reply.json())
    })
  return (
    <Form
      label={label}
      {...state}
      submit={mode === 'try' ? 'Проверить' : 'Записать'}
      sending={mode === 'try' ? 'Проверяем' : 'Записываем'}
      onSubmit={() => void submit()}
    >
      {(field) => (
        <>
          <FileDrop
            {...field('file')}
            label="Файл"
            hint={hint}
            endings={['.xlsx', '.csv']}
            maxBytes={MEBIBYTES * 1024 * 1024}
            isSingle
            onTake={([taken]) => {
              setSaid(null)
              setFile(taken ?? null)
            }}
          />
          {file && <p className={text.meta}>Выбран: {file.name}</p>}
          <RadioGroup
            label="Что сделать"
            options={[
              { value: 'try', text: 'Проверить и показать, что изменится' },
              { value: 'write', text: 'Записать' },
            ]}
            chosen={mode}
            onChoose={setMode}
          />
          <div role="status">
            {said && (
              <Answer said={said} things={things}>
                {more(said, MOST_SHOWN)}
              </Answer>
            )}
          </div>
        </>
      )}
    </Form>
  )
}

function Answer({ said, things, children }: { said: Said; things: Forms; children: ReactNode }) {
  const { outcome, errors, changed, unchanged, warnings } = said
  const words = {
    refused: 'Ничего не записано: исправьте отмеченные ячейки и загрузите файл снова.',
    unchanged: 'Менять нечего: всё уже записано так.',
    checked: `Ошибок нет. Изменится ${counted(changed, things)}, без изменений ${unchanged}.`,
    written: `Записано: ${counted(changed, things)}, без изменений ${unchanged}.`,
  }[outcome]
  return (
    <Note tone={outcome === 'refused' ? 'late' : 'accent'}>
      <p>{words}</p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      {errors.length > 0 && (
        <ul>
          {errors.slice(0, MOST_SHOWN).map(({ row, column, value, message }) => (
            <li key={`${row}.${column}`}>
              Строка {row}, столбец {column}
              {value && `, «${value}»`}: {message}
            </li>
          ))}
        </ul>
      )}
      {errors.length > MOST_SHOWN && <p>Показаны первые {MOST_SHOWN}.</p>}
      {children}
    </Note>
  )
}

import { useState } from 'react'
import { useDraftFile } from '@/api/drafts'
import type { MarkedFileOut } from '@/api/generated/types.gen'
import { sendForm } from '@/api/upload'
import { useSending } from '@/api/useSending'
import { counted } from '@/lib/plural'
import { FileDrop } from '@/ui/FileDrop'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { RadioGroup } from '@/ui/RadioGroup'
import text from '@/ui/text.module.css'
import { ROWS } from './words'

const ADDRESS = '/api/v1/marked-school-files'
const MEBIBYTES = 10
const MOST_SHOWN = 50

/** The list of ФИОКО: tried first, then written; a wrong cell stops the whole file, an unknown login does not. */
export function MarkedFileForm() {
  const [file, setFile] = useDraftFile('signals.marked')
  const [mode, setMode] = useState<'try' | 'write'>('try')
  const [said, setSaid] = useState<MarkedFileOut | null>(null)
  const { send, ...state } = useSending(['file'])
  const submit = () =>
    send(file ? [] : [{ name: 'file', message: 'Выберите файл со списком школ.' }], async () => {
      const body = new FormData()
      if (file) body.append('file', file)
      body.append('dry_run', String(mode === 'try'))
      const reply = await sendForm(ADDRESS, body, { onProgress: () => {} })
      setSaid(await reply.json())
    })
  return (
    <Form
      label="Список школ ФИОКО"
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
            hint="CSV или XLSX со столбцами «Логин», «Год», «4 РУ», «4 МА», «5 РУ», «5 МА»"
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
          <div role="status">{said && <Answer said={said} />}</div>
        </>
      )}
    </Form>
  )
}

function Answer({ said }: { said: MarkedFileOut }) {
  const { outcome, errors, changed, unchanged, unknown, unknown_total, warnings } = said
  const words = {
    refused: 'Ничего не записано: исправьте отмеченные ячейки и загрузите файл снова.',
    unchanged: 'Менять нечего: всё уже записано так.',
    checked: `Ошибок нет. Изменится ${counted(changed, ROWS)}, без изменений ${unchanged}.`,
    written: `Записано: ${counted(changed, ROWS)}, без изменений ${unchanged}.`,
  }[outcome]
  return (
    <Note tone={outcome === 'refused' ? 'late' : 'accent'}>
      <p>{words}</p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      <ul>
        {errors.slice(0, MOST_SHOWN).map(({ row, column, value, message }) => (
          <li key={`${row}.${column}`}>
            Строка {row}, столбец {column}
            {value && `, «${value}»`}: {message}
          </li>
        ))}
      </ul>
      {errors.length > MOST_SHOWN && <p>Показаны первые {MOST_SHOWN}.</p>}
      {unknown_total > 0 && (
        <>
          <p>Таких логинов среди ваших школ нет: {unknown_total}. Эти строки пропускаются.</p>
          <ul>
            {unknown.slice(0, MOST_SHOWN).map(({ row, login, school }) => (
              <li key={row}>
                Строка {row}: {login}
                {school && `, ${school}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </Note>
  )
}

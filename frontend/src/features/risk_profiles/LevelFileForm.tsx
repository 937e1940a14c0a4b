import { useState } from 'react'
import { useDraftFile } from '@/api/drafts'
import type { LevelFileOut } from '@/api/generated/types.gen'
import { sendForm } from '@/api/upload'
import { useSending } from '@/api/useSending'
import { counted } from '@/lib/plural'
import { FileDrop } from '@/ui/FileDrop'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { RadioGroup } from '@/ui/RadioGroup'
import styles from './RiskProfile.module.css'

const ADDRESS = '/api/v1/risk-level-files'
const MEBIBYTES = 10
const MOST_SHOWN = 50

/** Levels of the survey for many schools: tried first, then written; any wrong cell stops the whole file. */
export function LevelFileForm() {
  const [file, setFile] = useDraftFile('risk.levels')
  const [mode, setMode] = useState<'try' | 'write'>('try')
  const [said, setSaid] = useState<LevelFileOut | null>(null)
  const { send, ...state } = useSending(['file'])
  const submit = () =>
    send(file ? [] : [{ name: 'file', message: 'Выберите файл с уровнями.' }], async () => {
      const body = new FormData()
      if (file) body.append('file', file)
      body.append('dry_run', String(mode === 'try'))
      const reply = await sendForm(ADDRESS, body, { onProgress: () => {} })
      setSaid(await reply.json())
    })
  return (
    <Form
      label="Уровни анкеты файлом"
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
            hint="CSV или XLSX со столбцами «школа», «фактор», «уровень» и, если нужно, «цикл»"
            endings={['.xlsx', '.csv']}
            maxBytes={MEBIBYTES * 1024 * 1024}
            isSingle
            onTake={([taken]) => {
              setSaid(null)
              setFile(taken ?? null)
            }}
          />
          {file && <p className={styles.remark}>Выбран: {file.name}</p>}
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

const LEVELS = ['уровень', 'уровня', 'уровней'] as const

function Answer({ said }: { said: LevelFileOut }) {
  const { outcome, errors, changes, changed, unchanged, warnings } = said
  const words = {
    refused: 'Ничего не записано: исправьте отмеченные ячейки и загрузите файл снова.',
    unchanged: 'Менять нечего: всё уже записано так.',
    checked: `Ошибок нет. Изменится ${counted(changed, LEVELS)}, без изменений ${unchanged}.`,
    written: `Записано: ${counted(changed, LEVELS)}, без изменений ${unchanged}.`,
  }[outcome]
  return (
    <Note tone={outcome === 'refused' ? 'late' : 'accent'}>
      <p>{words}</p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      <ul className={styles.warnings}>
        {errors.map(({ row, column, value, message }) => (
          <li key={`${row}.${column}`}>
            Строка {row}, столбец {column}
            {value && `, «${value}»`}: {message}
          </li>
        ))}
        {changes.slice(0, MOST_SHOWN).map(({ school_id, school_name, factor_name, cycle, was, becomes }) => (
          <li key={`${school_id}.${cycle}.${factor_name}`}>
            {school_name}, {factor_name}: {was.toLowerCase()} → {becomes.toLowerCase()}
          </li>
        ))}
      </ul>
      {changed > MOST_SHOWN && outcome !== 'refused' && <p>Показаны первые {MOST_SHOWN}.</p>}
    </Note>
  )
}

import { useState } from 'react'
import type { DraftRow, DraftWindow, RowReadingOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { FieldError } from '@/ui/FieldError'
import { RadioGroup } from '@/ui/RadioGroup'
import text from '@/ui/text.module.css'
import { DayField } from './DayField'
import type { RowChange } from './document'
import styles from './RowDetails.module.css'
import { recurrenceWords, windowDays } from './reading'

interface WindowsEditorProps {
  row: DraftRow
  reading: RowReadingOut | undefined
  onChange: (change: RowChange) => void
}

const WAYS = [
  { value: 'text', text: 'как прочитано из текста' },
  { value: 'dates', text: 'сроки задать датами' },
] as const

/** When the row is due: as its words are read, or by dates the author gives; the words of the act stay as they are. */
export function WindowsEditor({ row, reading, onChange }: WindowsEditorProps) {
  const { windows } = row
  return (
    <div className={styles.part}>
      <h4>Срок «{row.term_source}»</h4>
      <RadioGroup
        label="Откуда берутся даты"
        options={WAYS}
        chosen={windows === null ? 'text' : 'dates'}
        onChoose={(way) => onChange({ windows: way === 'text' ? null : datesOf(reading) })}
      />
      {windows === null ? (
        <AsRead reading={reading} />
      ) : (
        <Dates windows={windows} onChange={(changed) => onChange({ windows: changed })} />
      )}
    </div>
  )
}

/** The dates begin as they were read: mostly one of them is wrong, not all. */
function datesOf(reading: RowReadingOut | undefined): DraftWindow[] {
  return (reading?.windows ?? []).map(({ starts_on, ends_on }) => ({ starts_on, ends_on }))
}

function AsRead({ reading }: { reading: RowReadingOut | undefined }) {
  if (!reading) return <p className={text.dim}>Будет прочитано после сохранения.</p>
  return (
    <>
      <p className={text.dim}>{recurrenceWords(reading)}</p>
      <ul className={styles.list}>
        {reading.windows.map((window) => (
          <li key={`${window.starts_on} ${window.ends_on}`}>
            {bound(windowDays(window))}
            {window.is_derived && <span className={text.dim}> (даты по периоду плана)</span>}
          </li>
        ))}
      </ul>
      {reading.windows.length === 0 && <p>Дат в тексте нет. Если они известны, задайте их сами.</p>}
    </>
  )
}

interface DatesProps {
  windows: readonly DraftWindow[]
  onChange: (windows: DraftWindow[]) => void
}

function Dates({ windows, onChange }: DatesProps) {
  const set = (place: number, change: Partial<DraftWindow>) =>
    onChange(windows.map((window, at) => (at === place ? { ...window, ...change } : window)))
  return (
    <>
      <ul className={styles.list}>
        {windows.map((window, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dates are edited in place, a key of them would lose the focus
          <li key={place} className={styles.dates}>
            <DayField
              label="С"
              hint=""
              value={window.starts_on}
              onChange={(day) => set(place, { starts_on: day })}
            />
            <DayField
              label="По"
              hint=""
              isNeeded
              value={window.ends_on}
              onChange={(day) => day && set(place, { ends_on: day })}
            />
            <Button
              size="small"
              aria-label={`Убрать срок ${place + 1}`}
              onClick={() => onChange(windows.filter((_, at) => at !== place))}
            >
              Убрать
            </Button>
            {window.starts_on !== null && window.starts_on > window.ends_on && (
              <FieldError>Начало позже конца. Исправьте одну из дат.</FieldError>
            )}
            <span className={text.meta}>{bound(windowDays({ ...window, weekend: null }))}</span>
          </li>
        ))}
      </ul>
      <NewDates onAdd={(window) => onChange([...windows, window])} />
    </>
  )
}

/** A further window; it joins the others when its last day is known. */
function NewDates({ onAdd }: { onAdd: (window: DraftWindow) => void }) {
  const [count, setCount] = useState(0)
  const [starts, setStarts] = useState<string | null>(null)
  const [ends, setEnds] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const add = () => {
    setTried(true)
    if (ends === null) return
    onAdd({ starts_on: starts, ends_on: ends })
    setStarts(null)
    setEnds(null)
    setTried(false)
    setCount(count + 1)
  }
  return (
    <fieldset className={styles.dates} key={count}>
      <legend className={text.meta}>
        Ещё один срок. Если назван только последний день, «С» оставьте пустым.
      </legend>
      <DayField label="С" hint="" value={starts} onChange={setStarts} />
      <DayField
        label="По"
        hint=""
        value={ends}
        error={isTried && ends === null ? 'Введите последний день срока.' : null}
        onChange={setEnds}
      />
      <Button size="small" onClick={add}>
        Добавить срок
      </Button>
    </fieldset>
  )
}

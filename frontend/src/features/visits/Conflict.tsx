/** Two texts of one field: both in sight, and the person decides. Neither is lost meanwhile. */
import { useState } from 'react'
import { discard, settle, write } from '@/api/offline/queue'
import type { Change } from '@/api/offline/store'
import { formatNumber } from '@/lib/numbers'
import { Button } from '@/ui/Button'
import { Note } from '@/ui/Note'
import { TextArea } from '@/ui/TextArea'
import text from '@/ui/text.module.css'
import styles from './Visits.module.css'
import { CHOICES, FINDING_KINDS } from './words'

export function Conflict({ change, title }: { change: Change; title: string }) {
  if (change.state === 'waiting') return null
  return (
    <div className={styles.conflict} role="alert">
      {change.state === 'conflict' ? (
        <TwoTexts change={change} title={title} />
      ) : (
        <Refused change={change} title={title} />
      )}
    </div>
  )
}

function TwoTexts({ change, title }: { change: Change; title: string }) {
  const mine = change.value as Record<string, unknown>
  const theirs = (change.theirs ?? null) as { value?: Record<string, unknown>; person_name?: string } | null
  const [mended, setMended] = useState<string | null>(null)
  const theirValue = theirs?.value ?? (theirs as Record<string, unknown> | null)
  const texts = [mine.text, theirValue?.text].filter((words) => typeof words === 'string' && words !== '')
  return (
    <Note tone="due">
      <h4>{title}: пока вы писали, это изменили. Выберите, ни один текст не потерян</h4>
      <div className={styles.texts}>
        <div>
          <p className={text.meta}>Ваш текст</p>
          <blockquote>{wordsOf(mine)}</blockquote>
        </div>
        <div>
          <p className={text.meta}>Сейчас на сервере{theirs?.person_name ? `, ${theirs.person_name}` : ''}</p>
          <blockquote>{wordsOf(theirValue)}</blockquote>
        </div>
      </div>
      {mended !== null && (
        <TextArea
          label="Общий текст"
          value={mended}
          rows={5}
          onChange={(event) => setMended(event.target.value)}
        />
      )}
      <div className={text.row}>
        <Button size="small" onClick={() => void settle(change, mine)}>
          Оставить мой
        </Button>
        <Button size="small" onClick={() => void settle(change, null)}>
          Взять другой
        </Button>
        {mended === null && texts.length > 0 && (
          <Button size="small" onClick={() => setMended([...new Set(texts)].join('\n'))}>
            Объединить
          </Button>
        )}
        {mended !== null && (
          <Button size="small" look="primary" onClick={() => void settle(change, { ...mine, text: mended })}>
            Сохранить общий
          </Button>
        )}
      </div>
    </Note>
  )
}

function Refused({ change, title }: { change: Change; title: string }) {
  const { visit, kind, name, base, value } = change
  return (
    <Note tone="late">
      <h4>{title}: не принято</h4>
      <p>{change.reason} Введённое сохранено в этом браузере.</p>
      {kind !== 'file' && <blockquote>{wordsOf(value as Record<string, unknown>)}</blockquote>}
      <div className={text.row}>
        <Button size="small" onClick={() => void write(visit, kind, name, base, value)}>
          Отправить ещё раз
        </Button>
        <Button size="small" look="quiet" onClick={() => void discard(change)}>
          Убрать
        </Button>
      </div>
    </Note>
  )
}

/** A text, an answer or a finding in words. */
export function wordsOf(value: Record<string, unknown> | null): string {
  if (!value) return '— пусто'
  const choice = CHOICES.find((known) => known.value === value.choice)?.text
  const kind = FINDING_KINDS.find((known) => known.value === value.kind)?.text
  const number = typeof value.number === 'number' ? formatNumber(value.number, { digits: 6 }) : null
  const parts = [kind, value.is_withdrawn === true && 'Снято', choice, number, value.text]
  return parts.filter(Boolean).join('. ') || '— пусто'
}

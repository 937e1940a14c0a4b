/** Where the draft stands: saved or not and why, and the two ways it can end. It stays in sight while rows scroll. */
import type { ReactNode } from 'react'
import type { DraftOut, DraftRow } from '@/api/generated/types.gen'
import { formatInstant, formatTime } from '@/lib/dates'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Status } from '@/ui/Status'
import type { StatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import { ROWS } from '../words'
import { ROW_LABELS } from './issues'
import styles from './SaveBar.module.css'
import type { SaveState } from './saver'

interface SaveBarProps {
  draft: Pick<DraftOut, 'changed_at' | 'changed_by'>
  save: SaveState
  /** New rows without their words: they wait in the browser. */
  unfinished: readonly DraftRow[]
  onRetry: () => void
  children: ReactNode
}

export function SaveBar({ draft, save, unfinished, onRetry, children }: SaveBarProps) {
  const [kind, words] = saveWords(save, draft)
  const canRetry = save.phase === 'waiting' || (save.phase === 'refused' && save.problem !== null)
  return (
    <div className={styles.bar} data-noprint>
      <div className={styles.state}>
        <p role="status">
          <Status kind={kind} text={words} />
        </p>
        {canRetry && (
          <Button size="small" onClick={onRetry}>
            Повторить сейчас
          </Button>
        )}
        {unfinished.length > 0 && <p className={text.meta}>{unfinishedWords(unfinished)}</p>}
      </div>
      <div className={styles.actions}>{children}</div>
    </div>
  )
}

/** «Сохранено в 14:05», «Не сохранено: нет связи с сервером, повторим через 5 секунд». */
export function saveWords(
  { phase, savedAt, problem, issues, retryIn }: SaveState,
  { changed_at, changed_by }: SaveBarProps['draft'],
): [kind: StatusKind, words: string] {
  switch (phase) {
    case 'saved':
      if (savedAt) return ['ok', `Сохранено в ${formatTime(savedAt)}`]
      return [
        'ok',
        `Изменений нет, сохранено ${formatInstant(changed_at)}${changed_by ? `, ${changed_by}` : ''}`,
      ]
    case 'unsent':
      return ['idle', 'Изменения ещё не сохранены']
    case 'sending':
      return ['run', 'Сохраняем']
    case 'waiting': {
      const why = problem
        ? problem.title.charAt(0).toLowerCase() + problem.title.slice(1)
        : 'сервер не ответил'
      const when = retryIn === null ? '' : ` через ${counted(retryIn, SECONDS)}`
      return ['due', `Не сохранено: ${why}, повторим${when}. Введённое хранится в этом браузере`]
    }
    case 'refused':
      if (problem) return ['late', `Не сохранено. ${problem.text} Введённое хранится в этом браузере`]
      return ['late', `Не сохранено: ${counted(issues.length, PLACES)} нужно исправить`]
    case 'conflict':
      return ['due', 'Не сохранено: черновик тем временем сохранил другой человек']
  }
}

const SECONDS = ['секунду', 'секунды', 'секунд'] as const
const PLACES = ['место', 'места', 'мест'] as const
const NEEDED = ['number', 'title', 'term_source', 'responsible_source'] as const

/** «Новая строка 1.5 сохранится, когда в ней будут срок и ответственные». */
export function unfinishedWords(rows: readonly DraftRow[]): string {
  const [only, ...others] = rows
  if (!only) return ''
  if (others.length > 0) {
    return bound(
      `Ещё ${counted(rows.length, ROWS)} сохранятся, когда в них будут мероприятие, срок и ответственные.`,
    )
  }
  const missing = NEEDED.filter((field) => only[field].trim() === '').map((field) =>
    field === 'number' ? ROW_LABELS.number : ROW_LABELS[field].toLowerCase(),
  )
  if (missing.length === 0)
    return bound(`Новая строка ${only.number} сохранится, когда у её раздела будет название.`)
  return bound(`Новая строка ${only.number} сохранится, когда в ней будут ${listed(missing)}.`)
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} и ${words.at(-1)}`
}

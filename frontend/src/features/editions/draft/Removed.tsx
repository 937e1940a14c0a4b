import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'
import { ROWS } from '../words'
import type { Deleted, DraftEvent } from './document'

interface RemovedProps {
  /** Deleted on this page: each can be brought back to its place. */
  deleted: readonly Deleted[]
  /** Rows of the edition in force that the saved draft does not have any more. */
  removed: readonly string[]
  dispatch: (event: DraftEvent) => void
}

/** What is not in the plan any more; nothing disappears without a word. */
export function Removed({ deleted, removed, dispatch }: RemovedProps) {
  const here = new Set(deleted.flatMap(namesOf))
  const earlier = removed.filter((name) => !here.has(name))
  if (deleted.length === 0 && earlier.length === 0) return null
  return (
    <div className={text.stack} role="status">
      {deleted.map((thing) => (
        <Note key={thing.key}>
          <p className={text.row}>
            <span>{bound(deletedWords(thing))}</span>
            <Button size="small" onClick={() => dispatch({ type: 'restore', key: thing.key })}>
              Вернуть
            </Button>
          </p>
        </Note>
      ))}
      {earlier.length > 0 && (
        <Note>
          <p>
            <b>{counted(earlier.length, ROWS)} прежней редакции в черновике нет:</b>
          </p>
          <ul>
            {earlier.map((name) => (
              <li key={name}>{bound(name)}</li>
            ))}
          </ul>
        </Note>
      )}
    </div>
  )
}

/** As the server names a removed row: «1.4 Проведение собеседований …». */
function namesOf(thing: Deleted): string[] {
  const rows = thing.kind === 'row' ? [thing.row] : thing.section.rows
  return rows.map(({ number, title }) => `${number} ${title}`)
}

function deletedWords(thing: Deleted): string {
  if (thing.kind === 'row') return `Строка ${thing.row.number} удалена: ${thing.row.title || 'без названия'}`
  const { code, title, rows } = thing.section
  return `Раздел ${code} удалён: ${title || 'без названия'}, ${counted(rows.length, ROWS)}`
}

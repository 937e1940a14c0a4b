import type { Change } from '@/api/offline/store'
import { formatInstant } from '@/lib/dates'
import text from '@/ui/text.module.css'

interface SavedProps {
  change: Change | undefined
  savedAt: string | null
  person: string | null
}

/** Where a text is now: on the server, or in this browser until there is a network. */
export function Saved({ change, savedAt, person }: SavedProps) {
  if (change?.state === 'waiting') {
    return (
      <span className={text.meta}>
        {change.isInTab
          ? 'Ждёт отправки. Браузер не даёт места для хранения: не закрывайте вкладку'
          : 'Ждёт отправки, в этом браузере сохранено'}
      </span>
    )
  }
  if (change || !savedAt) return null
  return (
    <span className={text.meta}>
      Сохранено {formatInstant(savedAt)}
      {person && `, ${person}`}
    </span>
  )
}

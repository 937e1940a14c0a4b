import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listSchoolChangesOptions } from '@/api/generated/@tanstack/react-query.gen'
import { lookAtSchool } from '@/api/generated/sdk.gen'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'

/** What others have changed since the reader looked last; the look itself is told once the list is on the screen. */
export function SchoolChanges({ schoolId }: { schoolId: string }) {
  const path = { school_id: schoolId }
  const changes = useQuery(listSchoolChangesOptions({ path }))
  const isShown = changes.data !== undefined
  useEffect(() => {
    // The server keeps the earlier moment for half an hour: a reload does not empty the list.
    if (isShown) void lookAtSchool({ path: { school_id: schoolId } }).catch(() => {})
  }, [isShown, schoolId])
  if (changes.isPending) return <Loading rows={3} label="Загружаем изменения" />
  if (changes.isError) {
    return <ProblemState problem={asProblem(changes.error)} onRetry={() => void changes.refetch()} />
  }
  const { items, more, looked_at, since } = changes.data
  const meta = looked_at ? `с вашего просмотра ${formatInstant(looked_at)}` : `с ${formatInstant(since)}`
  return (
    <Box title="Что изменилось" meta={meta}>
      {items.length === 0 ? (
        <p className={text.sub}>Другие ничего не меняли.</p>
      ) : (
        <ul className={text.stack}>
          {items.map(({ at, text: words, who, count }) => (
            <li key={`${at}${words}${who}`} className={text.small}>
              {bound(words)}
              {count > 1 && ` (${count})`}
              <span className={text.meta}>
                {' '}
                {formatInstant(at)}
                {who && `, ${who}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className={text.meta}>И ещё {more}.</p>}
    </Box>
  )
}

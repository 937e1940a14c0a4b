import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getNewsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { NewsItemOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDateShort, formatTime } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import styles from './TodoNews.module.css'

/** The same number stands in the style sheet. */
const SHOWN_FIRST = 5

/** What became of the facts behind the plan since the reader was here last. */
export function TodoNews({ today }: { today: string }) {
  const { data: news, error, refetch } = useQuery(getNewsOptions())
  const since = news?.previous_login_at
    ? `с вашего входа ${moment(news.previous_login_at, today)}`
    : 'за последнюю неделю'
  return (
    <Box title="Что изменилось" meta={news && since}>
      {news === undefined ? (
        error ? (
          <ProblemState problem={asProblem(error)} headingLevel={3} onRetry={() => void refetch()} />
        ) : (
          <Loading rows={4} label="Загружаем изменения" />
        )
      ) : news.items.length === 0 ? (
        <p className={text.sub}>Изменений нет.</p>
      ) : (
        <Changes items={news.items} today={today} />
      )}
    </Box>
  )
}

/** The newest few; the rest at a press, and always on paper. */
function Changes({ items, today }: { items: readonly NewsItemOut[]; today: string }) {
  const [isUnfolded, setUnfolded] = useState(false)
  const folded = isUnfolded ? 0 : items.length - SHOWN_FIRST
  return (
    <>
      <ul className={classes(styles.list, folded > 0 && styles.folded)}>
        {items.map((item) => (
          <Change key={keyOf(item)} item={item} today={today} />
        ))}
      </ul>
      {folded > 0 && (
        <Button size="small" data-noprint onClick={() => setUnfolded(true)}>
          {`Показать ещё\u00a0${folded}`}
        </Button>
      )}
    </>
  )
}

function Change({ item, today }: { item: NewsItemOut; today: string }) {
  const { sign, numbers, school_id, school_name, who, is_mine } = item
  const author = is_mine ? 'вы' : who
  return (
    <li>
      {/* The sentence says the same as the sign. */}
      <span className={styles.sign} aria-hidden="true">
        {sign}
      </span>
      <span>
        {numbers.length > 0 && <b>{numbers.join(', ')} </b>}
        {bound(item.text)}
        <span className={styles.meta}>
          {school_id && school_name && (
            <>
              <Link to="/schools/$schoolId" params={{ schoolId: school_id }}>
                {bound(school_name)}
              </Link>
              {' · '}
            </>
          )}
          {moment(item.at, today)}
          {author && ` · ${bound(author)}`}
        </span>
      </span>
    </li>
  )
}

function keyOf({ at, sign, school_id, text: words }: NewsItemOut): string {
  return [at, sign, school_id, words].join(' ')
}

/** «16.03, 15:05». */
function moment(at: string, today: string): string {
  return `${formatDateShort(dateOfInstant(at), today)}, ${formatTime(at)}`
}

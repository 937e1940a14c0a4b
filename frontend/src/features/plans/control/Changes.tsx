import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ControlChangeOut, ControlOut } from '@/api/generated/types.gen'
import { dateOfInstant, formatDate, formatDateShort, formatTime } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { DateField } from '@/ui/DateField'
import text from '@/ui/text.module.css'
import news from '../TodoNews.module.css'
import styles from './Control.module.css'
import { changesWords, quickDays } from './controlWords'

/** The numbers stand in the style sheet too: six changes fit on the sheet, three where much is overdue. */
const SHOWN_FIRST = 12
const ON_PAPER = 6
const FEW_ON_PAPER = 3
const MUCH_OVERDUE = 3

interface ChangesProps {
  control: ControlOut
  onSince: (since: string) => void
}

/** What happened to the plan since a chosen day, the newest first. */
export function Changes({ control, onSince }: ChangesProps) {
  const { changes, since, on } = control
  const [isUnfolded, setUnfolded] = useState(false)
  const folded = changes.length - SHOWN_FIRST
  const areFew = control.overdue.length > MUCH_OVERDUE
  const offPaper = changes.length - (areFew ? FEW_ON_PAPER : ON_PAPER)
  return (
    <Box title={`Что изменилось с ${formatDate(since)}`} meta={changesWords(control)} isWhole={false}>
      <div className={styles.since} data-noprint>
        <fieldset className={text.row} aria-label="С какого дня показать изменения">
          {quickDays(on).map(({ words, since: day }) => (
            <Button key={words} size="small" aria-pressed={since === day} onClick={() => onSince(day)}>
              {words}
            </Button>
          ))}
        </fieldset>
        <SinceForm key={since} since={since} on={on} onSince={onSince} />
      </div>
      {changes.length === 0 ? (
        <p className={text.sub}>С этого дня изменений нет.</p>
      ) : (
        <ul
          className={classes(news.list, styles.changes, !isUnfolded && styles.folded, areFew && styles.few)}
        >
          {changes.map((change) => (
            <Change key={keyOf(change)} change={change} today={on} edition={control.edition_id} />
          ))}
        </ul>
      )}
      {folded > 0 && !isUnfolded && (
        <Button size="small" onClick={() => setUnfolded(true)}>
          {`Показать ещё\u00a0${folded}`}
        </Button>
      )}
      {offPaper > 0 && (
        <p className={styles.onPaper}>И ещё {offPaper}: все стоят на экране и в файле XLSX.</p>
      )}
    </Box>
  )
}

/** The day of the last meeting is known to the head only. */
function SinceForm({ since, on, onSince }: { since: string; on: string; onSince: (since: string) => void }) {
  const [typed, setTyped] = useState(formatDate(since))
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const day = readDate(typed)
    if (day === null) return setError('Введите день, например 12.02.2021.')
    if (day > on) return setError('Этот день ещё не наступил.')
    setError(null)
    onSince(day)
  }
  return (
    <form className={styles.sinceForm} onSubmit={submit} noValidate aria-label="Свой день">
      <DateField label="С прошлого совещания" hint="" value={typed} onType={setTyped} error={error} />
      <Button type="submit" size="small">
        Показать с этого дня
      </Button>
    </form>
  )
}

interface ChangeProps {
  change: ControlChangeOut
  today: string
  edition: string
}

function Change({ change, today, edition }: ChangeProps) {
  const { at, sign, number, activity_id, school_name, text: words, who } = change
  return (
    <li>
      {/* The sentence says the same as the sign. */}
      <span className={news.sign} aria-hidden="true">
        {sign}
      </span>
      <span>
        {number !== null && activity_id !== null && (
          <>
            <Link to="/plan" search={{ edition, row: activity_id }}>
              {number}
            </Link>{' '}
          </>
        )}
        {bound(words)}
        <span className={news.meta}>
          {[school_name, `${formatDateShort(dateOfInstant(at), today)}, ${formatTime(at)}`, who]
            .filter((part) => part !== null)
            .map(bound)
            .join(' · ')}
        </span>
      </span>
    </li>
  )
}

function keyOf({ at, sign, number, school_name, text: words }: ControlChangeOut): string {
  return [at, sign, number, school_name, words].join(' ')
}

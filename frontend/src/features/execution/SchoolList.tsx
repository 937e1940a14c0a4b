import { useState } from 'react'
import { useHasDraft } from '@/api/drafts'
import type { OccurrenceOut } from '@/api/generated/types.gen'
import { hasAllWords } from '@/lib/folding'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Disclosure } from '@/ui/Disclosure'
import { Status } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import styles from './Execution.module.css'
import { Occurrence } from './Occurrence'
import { occurrenceKey, urgency, urgentFirst } from './order'

const SHOWN_AT_FIRST = 5
const SEARCH_FROM = 11
const SCHOOLS = ['школу', 'школы', 'школ'] as const

interface SchoolListProps {
  schools: readonly OccurrenceOut[]
  needsEvidence: boolean
}

/** The schools of a window, those that wait for somebody first. */
export function SchoolList({ schools, needsEvidence }: SchoolListProps) {
  const ordered = useSteadyOrder(schools)
  const [isUnfolded, setUnfolded] = useState(false)
  const [asked, setAsked] = useState('')
  const isSearching = asked.trim() !== ''
  const found = ordered.filter(({ school_name }) => hasAllWords(asked, school_name))
  const shown = isUnfolded || isSearching ? found : found.slice(0, SHOWN_AT_FIRST)
  const hidden = found.length - shown.length
  return (
    <>
      {schools.length >= SEARCH_FROM && (
        <div className={styles.search}>
          <TextField
            label="Найти школу"
            type="search"
            value={asked}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => setAsked(event.target.value)}
          />
        </div>
      )}
      <ul className={styles.list} aria-label="Школы">
        {shown.map((occurrence) => (
          <li key={occurrence.school_id}>
            <School
              occurrence={occurrence}
              needsEvidence={needsEvidence}
              isFirst={occurrence === ordered[0]}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={text.sub}>По словам «{asked.trim()}» школы здесь нет.</p>}
      {hidden > 0 && (
        <Button size="small" className={styles.more} onClick={() => setUnfolded(true)}>
          Показать ещё {counted(hidden, SCHOOLS)}
        </Button>
      )}
    </>
  )
}

/** A school does not jump away from under the hand that has just acted on it: the order is that of the opening. */
function useSteadyOrder(schools: readonly OccurrenceOut[]): OccurrenceOut[] {
  const [first] = useState(() => urgentFirst(schools).map(({ school_id }) => school_id))
  const place = (occurrence: OccurrenceOut) => {
    const at = first.indexOf(occurrence.school_id)
    return at === -1 ? first.length : at
  }
  return schools.toSorted((one, other) => place(one) - place(other))
}

interface SchoolProps {
  occurrence: OccurrenceOut
  needsEvidence: boolean
  isFirst: boolean
}

function School({ occurrence, needsEvidence, isFirst }: SchoolProps) {
  const hasDraft = useHasDraft()
  const { school_name, status, allowed_actions, evidence } = occurrence
  const key = occurrenceKey(occurrence)
  const isBegun =
    allowed_actions.some((action) => hasDraft(`${key}.${action}`)) ||
    evidence.some(({ id, allowed_actions: actions }) =>
      actions.some((action) => hasDraft(`evidence.${id}.${action}`)),
    )
  return (
    <Disclosure
      startsOpen={isBegun || (isFirst && urgency(occurrence) < 4)}
      summary={
        <>
          <b className={styles.name}>{bound(school_name ?? 'Школа')}</b>
          <Status kind={toStatusKind(status.kind)} text={status.text} />
        </>
      }
    >
      <Occurrence occurrence={occurrence} needsEvidence={needsEvidence} />
    </Disclosure>
  )
}

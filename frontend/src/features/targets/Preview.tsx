/** The base with its interval, and what the typed plan would mean: told anew as one types. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { previewTargetOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { PreviewTargetData, TargetPreviewOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Note } from '@/ui/Note'
import { HistoryTable } from './HistoryTable'
import styles from './Targets.module.css'
import { intervalText, valueText } from './words'

const PAUSE_MS = 250

interface PreviewProps {
  schoolId: string
  unit: 'pct' | 'mark'
  query: PreviewTargetData['query'] | undefined
}

export function Preview({ schoolId, unit, query }: PreviewProps) {
  const [asked] = useDebouncedValue(query, PAUSE_MS)
  const { data, error } = useQuery({
    ...previewTargetOptions({
      path: { school_id: schoolId },
      query: asked ?? {
        metric: 'success',
        procedure: 'vpr',
        wave: 'spring',
        subject: '',
        base_year: 2000,
        due_year: 2001,
      },
    }),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  })
  if (error) return <Note tone="due">{asProblem(error).text}</Note>
  if (!data || !asked) return null
  return (
    <div className={styles.preview} role="status" aria-label="База и план">
      <Told found={data} metric={asked.metric} unit={unit} />
    </div>
  )
}

interface ToldProps {
  found: TargetPreviewOut
  metric: PreviewTargetData['query']['metric']
  unit: 'pct' | 'mark'
}

function Told({ found, metric, unit }: ToldProps) {
  if (found.base_problem) return <p>{bound(found.base_problem)}</p>
  const measured = { metric, unit }
  return (
    <>
      <p>
        База: <b>{valueText(measured, found.base)}</b>, 95&nbsp;% интервал {intervalText(unit, found.base)}.
      </p>
      {found.notes.map((note) => (
        <p key={note}>{bound(note)}</p>
      ))}
      {found.target_problem && (
        <p>
          <b>{bound(found.target_problem)}</b>
        </p>
      )}
      {found.target_means && <p>{bound(found.target_means)}</p>}
      {found.history.length > 1 && <HistoryTable measured={measured} years={found.history} />}
    </>
  )
}

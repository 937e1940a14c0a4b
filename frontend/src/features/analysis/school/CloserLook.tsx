/** Two years of one subject side by side, and the same work in schools like ours. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { compareFiguresOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportComparison } from '@/api/generated/sdk.gen'
import { asProblem, type Problem } from '@/api/problems'
import { Box } from '@/ui/Box'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { ProblemState } from '@/ui/ProblemState'
import styles from '../Analysis.module.css'
import type { Measure } from '../parts/measures'
import { becauseOf, type SeriesPoint } from '../parts/series'
import { sayMoment } from '../parts/words'
import { ComparisonTable } from './ComparisonTable'
import { mostPooled, newestPair, type Pair, sayYears } from './pair'
import { SimilarSchools } from './SimilarSchools'

interface CloserLookProps {
  schoolId: string
  title: string
  points: readonly SeriesPoint[]
  measure: Measure
  pool: number
  onPool: (pool: number) => void
}

export function CloserLook({ schoolId, title, points, measure, pool, onPool }: CloserLookProps) {
  const pair = newestPair(points, pool)
  const last = points.at(-1)
  return (
    <>
      {pair ? (
        <Compared schoolId={schoolId} title={title} pair={pair}>
          <Pooling most={mostPooled(points)} pool={pool} onPool={onPool} />
        </Compared>
      ) : (
        <Box title={`Сравнение лет: ${title}`}>
          <p>Сравнивать нельзя ни один год с&nbsp;предыдущим.</p>
          <ul>
            {points.map(
              ({ work, isBroken, reasons }) =>
                isBroken && <li key={work.id}>{`${sayMoment(work)}: ${becauseOf(reasons)}`}</li>,
            )}
          </ul>
        </Box>
      )}
      {last && <SimilarSchools schoolId={schoolId} work={last.work} measure={measure} />}
    </>
  )
}

interface PoolingProps {
  most: number
  pool: number
  onPool: (pool: number) => void
}

const YEARS = ['по одному году', 'по два года вместе', 'по три года вместе']

/** Several comparable years of a small school together tell more than one. */
function Pooling({ most, pool, onPool }: PoolingProps) {
  if (most < 2) return null
  return (
    <Chips
      label="Сколько лет вместе"
      options={YEARS.slice(0, most).map((text, place) => ({ value: String(place + 1), text }))}
      chosen={String(Math.min(pool, most))}
      onChoose={(value) => onPool(Number(value))}
    />
  )
}

interface ComparedProps {
  schoolId: string
  title: string
  pair: Pair
  children: ReactNode
}

function Compared({ schoolId, title, pair, children }: ComparedProps) {
  const query = {
    level: 'school' as const,
    unit_id: schoolId,
    before: pair.before.map(({ id }) => id),
    after: pair.after.map(({ id }) => id),
  }
  const comparison = useQuery({ ...compareFiguresOptions({ query }), retry: false })
  return (
    <Box
      title={`Сравнение лет: ${title}`}
      meta={`${sayYears(pair.after)} и\u00a0${sayYears(pair.before)}`}
      isFlush
      aside={
        <Download
          size="small"
          what="сравнение лет"
          load={() => downloadFile((asFile) => exportComparison({ query, ...asFile }))}
        >
          Скачать XLSX
        </Download>
      }
    >
      <div className={styles.inside}>{children}</div>
      {comparison.data ? (
        <ComparisonTable comparison={comparison.data} />
      ) : comparison.isError ? (
        <div className={styles.inside}>
          <Refused problem={asProblem(comparison.error)} onRetry={() => void comparison.refetch()} />
        </div>
      ) : (
        <Loading rows={4} label="Сравниваем годы" />
      )}
    </Box>
  )
}

/** «Сравнивать нельзя» is an answer, not a failure: the reasons stand in its place. */
function Refused({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  if (problem.slug !== 'not-comparable') return <ProblemState problem={problem} onRetry={onRetry} />
  return (
    <Note>
      <p>
        <b>Сравнивать нельзя.</b> {problem.fields.length === 0 && problem.text}
      </p>
      <ul>
        {problem.fields.map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Note>
  )
}

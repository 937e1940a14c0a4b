import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { analyseTasksOptions, getScoreDistributionOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ScoreDistributionOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { type AnalysisSearch, unitQuery } from './analysisSearch'
import { Frame, ScopeLine, UnitChoice } from './Frame'
import { Histogram, ScoresTable } from './Histogram'
import styles from './TaskAnalysis.module.css'
import { type Query, TablesDownload } from './TasksPage'

const route = getRouteApi('/inside/analysis/scores')

/** How primary scores are spread, with the boundaries of marks. */
export function ScoresPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: AnalysisSearch) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })
  return (
    <Frame title="Первичные баллы" search={search} onChange={change}>
      {({ work }) => (
        <Scores query={{ work_id: work.id, ...unitQuery(search) }} search={search} onChange={change} />
      )}
    </Frame>
  )
}

interface ScoresProps {
  query: Query
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
}

function Scores({ query, search, onChange }: ScoresProps) {
  const found = useQuery({ ...getScoreDistributionOptions({ query }), placeholderData: keepPreviousData })
  // The choice of whose results comes with the tasks of the work.
  const units = useQuery({ ...analyseTasksOptions({ query }), placeholderData: keepPreviousData })
  if (found.error) {
    return <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
  }
  if (!found.data) return <Loading rows={8} label="Считаем баллы" />
  const { work, scope, counts, mean } = found.data
  return (
    <div className={text.stackWide}>
      <UnitChoice units={units.data?.units ?? []} search={search} onChange={onChange} />
      <ScopeLine title={work.title} scope={scope} />
      <p className={text.measure} role="status">
        {bound(found.data.weight_words)}
        {mean !== null && ` Средний первичный балл ${formatNumber(mean, { digits: 2, fixed: true })}.`}
      </p>
      {counts.length > 0 && (
        <>
          <div className={styles.actions} data-noprint>
            <Button onClick={() => window.print()}>Печать</Button>
            <Button
              aria-pressed={search.as === 'table'}
              onClick={() => onChange({ as: search.as === 'table' ? undefined : 'table' })}
            >
              Показать таблицей
            </Button>
            <TablesDownload query={query} table="scores" what="распределение первичных баллов" />
          </div>
          <Box title="Распределение первичных баллов" isFlush>
            {search.as === 'table' ? (
              <ScoresTable found={found.data} />
            ) : (
              <div className={styles.histogram}>
                <Histogram found={found.data} />
              </div>
            )}
            <Boundaries found={found.data} />
          </Box>
        </>
      )}
    </div>
  )
}

/** Where the boundaries come from, or why there are none. */
export function Boundaries({ found: { boundaries } }: { found: ScoreDistributionOut }) {
  const { words, source, scale_id } = boundaries
  return (
    <p className={styles.caption}>
      {bound(words)}
      {source && ` Источник: ${bound(source)}.`}
      {scale_id && (
        <>
          {' '}
          <Link to="/scales" search={{ scale: scale_id }}>
            Шкала
          </Link>
        </>
      )}
    </p>
  )
}

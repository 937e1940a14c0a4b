import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import {
  analyseTasksOptions,
  getScoreDistributionOptions,
  getTaskHeatMapOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { type AnalysisSearch, unitQuery } from './analysisSearch'
import { Flagged, Gaps, Weakest } from './Findings'
import { Frame, ScopeLine, UnitChoice } from './Frame'
import { HeatLegend, HeatMap } from './HeatMap'
import { Histogram } from './Histogram'
import { Boundaries } from './ScoresPage'
import { Sources } from './Sources'
import styles from './TaskAnalysis.module.css'
import { type Query, TablesDownload } from './TasksPage'
import { CompletionTable, GroupsTable } from './TaskTables'

const route = getRouteApi('/inside/analysis/methodical')

/** One work on paper for the methodical association of the subject: weakest tasks, groups, schools, sources. */
export function MethodicalPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: AnalysisSearch) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })
  return (
    <Frame title="Методический анализ" search={search} onChange={change}>
      {({ work }) => (
        <Paper query={{ work_id: work.id, ...unitQuery(search) }} search={search} onChange={change} />
      )}
    </Frame>
  )
}

interface PaperProps {
  query: Query
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
}

function Paper({ query, search, onChange }: PaperProps) {
  const found = useQuery({ ...analyseTasksOptions({ query }), placeholderData: keepPreviousData })
  const heat = useQuery({ ...getTaskHeatMapOptions({ query }), placeholderData: keepPreviousData })
  const scores = useQuery({ ...getScoreDistributionOptions({ query }), placeholderData: keepPreviousData })
  const problem = found.error ?? heat.error ?? scores.error
  if (problem) {
    const retry = () => void Promise.all([found.refetch(), heat.refetch(), scores.refetch()])
    return <ProblemState problem={asProblem(problem)} onRetry={retry} />
  }
  if (!found.data || !heat.data || !scores.data) return <Loading rows={10} label="Собираем анализ" />
  const { work, scope, units, tasks, weakest, gaps, sentence, rules, passport } = found.data
  return (
    <div className={text.stackWide} data-print="wide">
      <UnitChoice units={units} search={search} onChange={onChange} />
      <div className={styles.actions} data-noprint>
        <Button onClick={() => window.print()}>Печать</Button>
        {tasks.length > 0 && <TablesDownload query={query} table="all" what="все таблицы анализа" />}
      </div>
      <ScopeLine title={work.title} scope={scope} />
      <p className={text.measure}>{bound(sentence)}</p>
      {tasks.length > 0 && (
        <>
          <Weakest items={weakest} tasks={tasks} />
          <Gaps gaps={gaps} tasks={tasks} />
          <Flagged tasks={tasks} flagsFrom={rules.flags_from} />
          <Box title="Выполнение заданий" isFlush>
            <CompletionTable tasks={tasks} />
          </Box>
          <Box title="Выполнение группами участников" isFlush>
            <GroupsTable found={found.data} />
          </Box>
          {heat.data.rows.length > 1 && (
            <Box title="Школы и задания" isFlush>
              <HeatMap map={heat.data} rows={heat.data.rows} isTable={false} />
              <HeatLegend hasLevels={passport !== null} />
            </Box>
          )}
          {scores.data.counts.length > 0 && (
            <Box title="Первичные баллы" meta={scores.data.weight_words}>
              <div className={styles.histogram}>
                <Histogram found={scores.data} />
              </div>
              <Boundaries found={scores.data} />
            </Box>
          )}
        </>
      )}
      <Sources rules={rules} passport={passport} />
    </div>
  )
}

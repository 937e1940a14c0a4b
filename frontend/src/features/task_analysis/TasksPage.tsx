import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { analyseTasksOptions, getTaskHeatMapOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportTaskAnalysis } from '@/api/generated/sdk.gen'
import type { ExportTaskAnalysisData } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { type AnalysisSearch, TABLES, unitQuery } from './analysisSearch'
import { Frame, ScopeLine, UnitChoice } from './Frame'
import { HeatLegend, HeatMap } from './HeatMap'
import { Sources } from './Sources'
import styles from './TaskAnalysis.module.css'
import { CompletionTable, GroupsTable, ItemsTable } from './TaskTables'

const route = getRouteApi('/inside/analysis/tasks')
export const SCHOOLS_A_PAGE = 50

export type Query = ExportTaskAnalysisData['query']

/** Tasks of a work: completion, groups, item analysis, and schools against tasks. */
export function TasksPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: AnalysisSearch) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })
  return (
    <Frame title="Выполнение заданий" search={search} onChange={change}>
      {({ work }) => (
        <Tasks query={{ work_id: work.id, ...unitQuery(search) }} search={search} onChange={change} />
      )}
    </Frame>
  )
}

interface TasksProps {
  query: Query
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
}

function Tasks({ query, search, onChange }: TasksProps) {
  const found = useQuery({ ...analyseTasksOptions({ query }), placeholderData: keepPreviousData })
  const heat = useQuery({ ...getTaskHeatMapOptions({ query }), placeholderData: keepPreviousData })
  const problem = found.error ?? heat.error
  if (problem) {
    const retry = () => void Promise.all([found.refetch(), heat.refetch()])
    return <ProblemState problem={asProblem(problem)} onRetry={retry} />
  }
  if (!found.data || !heat.data) return <Loading rows={10} label="Считаем задания" />
  const { work, scope, units, tasks, sentence, rules } = found.data
  const table = search.table ?? 'tasks'
  const rows = heat.data.rows
  const page = Math.min(search.page ?? 1, Math.max(1, Math.ceil(rows.length / SCHOOLS_A_PAGE)))
  return (
    <div className={text.stackWide} data-print="wide">
      <UnitChoice units={units} search={search} onChange={onChange} />
      <ScopeLine title={work.title} scope={scope} />
      <p className={text.measure} role="status">
        {bound(sentence)}
      </p>
      {tasks.length > 0 && (
        <>
          <div className={styles.actions} data-noprint>
            <Button onClick={() => window.print()}>Печать</Button>
            <TablesDownload query={query} table={table} what="показанная таблица заданий" />
            <TablesDownload query={query} table="all" what="все таблицы работы">
              Скачать всё в XLSX
            </TablesDownload>
          </div>
          <Box title="Задания" isFlush>
            <div className={styles.histogram} data-noprint>
              <Chips
                label="Какая таблица"
                options={[
                  { value: 'tasks', text: 'Выполнение' },
                  { value: 'groups', text: 'По отметкам' },
                  { value: 'items', text: 'Анализ заданий' },
                ]}
                chosen={table}
                onChoose={(value) => onChange({ table: TABLES.find((known) => known === value) })}
              />
            </div>
            {table === 'tasks' && <CompletionTable tasks={tasks} />}
            {table === 'groups' && <GroupsTable found={found.data} />}
            {table === 'items' && <ItemsTable tasks={tasks} flagsFrom={rules.flags_from} />}
          </Box>
          {rows.length > 1 && (
            <Box
              title="Школы и задания"
              isFlush
              aside={
                <span className={styles.actions} data-noprint>
                  <Button
                    size="small"
                    aria-pressed={search.as === 'table'}
                    onClick={() => onChange({ as: search.as === 'table' ? undefined : 'table' })}
                  >
                    Показать таблицей
                  </Button>
                  <TablesDownload query={query} table="schools" what="школы и задания" size="small" />
                </span>
              }
            >
              <HeatMap
                map={heat.data}
                rows={rows.slice((page - 1) * SCHOOLS_A_PAGE, page * SCHOOLS_A_PAGE)}
                isTable={search.as === 'table'}
              />
              <HeatLegend hasLevels={heat.data.columns.some(({ difficulty }) => difficulty !== null)} />
              <Pager
                what="школ"
                page={page}
                pageSize={SCHOOLS_A_PAGE}
                total={rows.length}
                onPage={(next) => onChange({ page: next > 1 ? next : undefined })}
              />
            </Box>
          )}
        </>
      )}
      <Sources rules={rules} passport={found.data.passport} />
    </div>
  )
}

interface TablesDownloadProps {
  query: Query
  table: NonNullable<Query['table']>
  what: string
  size?: 'small'
  children?: string
}

/** A table as a workbook the server makes from the same read. */
export function TablesDownload({ query, table, what, size, children }: TablesDownloadProps) {
  return (
    <Download
      what={what}
      {...(size && { size })}
      load={() => downloadFile((asFile) => exportTaskAnalysis({ query: { ...query, table }, ...asFile }))}
    >
      {children ?? 'Скачать XLSX'}
    </Download>
  )
}

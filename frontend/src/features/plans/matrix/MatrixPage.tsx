import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import type { EditionRowsOut, MatrixOut, PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { Pager } from '@/ui/Pager'
import { WithPanel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import { ExportButton } from '../ExportButton'
import { NoEdition } from '../NoEdition'
import print from '../PlanPage.module.css'
import { PlanTabs } from '../PlanTabs'
import { useEdition, useMatrix } from '../useEdition'
import { cellMark } from './Cell'
import { CellPanel } from './CellPanel'
import styles from './Matrix.module.css'
import { MatrixFilters } from './MatrixFilters'
import { MatrixLegend } from './MatrixLegend'
import {
  countedColumns,
  countSchools,
  MOST_ACROSS,
  matrixConditions,
  pageOfSchools,
  SCHOOLS_A_PAGE,
  sentence,
  shownColumns,
  shownSchools,
} from './matrixRows'
import type { MatrixSearch } from './matrixSearch'
import { SchoolsAcross } from './SchoolsAcross'
import { SchoolsDown } from './SchoolsDown'

const route = getRouteApi('/inside/plan/matrix')
const TITLE = 'Школы и строки плана'
/** More columns than this do not fit on A4 across. */
const MOST_ON_A4 = 16

export interface MatrixPageProps {
  /** What another feature has to say about a row of the plan in one school. */
  cellPanel?: (activityId: string, schoolId: string) => ReactNode
  /** Links to what belongs to keeping the plan. */
  links?: ReactNode
}

/** School × row of the plan: what is done, what is due, what is late, and what stands behind each cell. */
export function MatrixPage(props: MatrixPageProps) {
  const search = route.useSearch()
  const state = useEdition(search.edition)
  const matrix = useMatrix(state.editionId)
  if (!state.rows) return <NoEdition title={TITLE} state={state} />
  if (matrix.data) {
    return <Matrix {...props} plans={state.plans} edition={state.rows} matrix={matrix.data} search={search} />
  }
  return (
    <>
      <PageHeader title={TITLE} />
      <PlanTabs search={{ edition: search.edition }} aside={props.links} />
      {matrix.error ? (
        <ProblemState problem={asProblem(matrix.error)} takesFocus onRetry={() => void matrix.refetch()} />
      ) : (
        <Loading rows={12} label="Загружаем школы и строки" />
      )}
    </>
  )
}

interface MatrixProps extends MatrixPageProps {
  plans: readonly PlanOut[]
  edition: EditionRowsOut
  matrix: MatrixOut
  search: MatrixSearch
}

function Matrix({ plans, edition, matrix, search, cellPanel, links }: MatrixProps) {
  const navigate = route.useNavigate()
  const change = useCallback(
    (part: Partial<MatrixSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false }),
    [navigate],
  )
  const open = useCallback((row: string, school: string) => change({ row, school }), [change])
  useFocusBack(search)
  // 700 schools are sorted anew when a filter changes, not when a cell is opened.
  const { section, lines, show, members, q, order } = search
  const { columns, schools, counts } = useMemo(() => {
    const filters = { section, lines, show, members, q, order }
    const places = shownColumns(matrix, filters)
    const found = shownSchools(matrix, places, filters)
    return {
      columns: countedColumns(matrix, places, found),
      schools: found,
      counts: countSchools(matrix, places, filters),
    }
  }, [matrix, section, lines, show, members, q, order])
  const { page, onPage } = pageOfSchools(schools, search.page)
  const isAcross = schools.length <= MOST_ACROSS
  const grid = {
    caption: `Школы и строки плана на ${formatDate(matrix.on)}`,
    schools: onPage,
    columns,
    looks: matrix.looks,
    today: matrix.on,
    open: search,
    onOpen: open,
  }
  const words = matrixConditions(search)
  return (
    <div data-print={!isAcross && columns.length > MOST_ON_A4 ? 'wide-a3' : 'wide'}>
      <WithPanel
        panel={
          search.row && search.school ? (
            <CellPanel
              key={`${search.row} ${search.school}`}
              activityId={search.row}
              schoolId={search.school}
              matrix={matrix}
              onClose={() => change({ row: undefined, school: undefined })}
            >
              {cellPanel?.(search.row, search.school)}
            </CellPanel>
          ) : null
        }
      >
        <PageHeader
          title={TITLE}
          actions={
            <>
              <Button onClick={() => window.print()}>Печать</Button>
              {schools.length > 0 && columns.length > 0 && (
                <ExportButton
                  editionId={matrix.edition_id}
                  shown={{
                    view: 'matrix',
                    activity_ids: columns.map(({ column }) => column.activity_id),
                    school_ids: schools.map(({ school }) => school.school_id),
                    conditions: words,
                  }}
                />
              )}
            </>
          }
        >
          {matrix.plan_title}. {sentence(counts, columns.length)} Каждая клетка открывает, что за ней стоит.
        </PageHeader>
        <PlanTabs search={{ edition: search.edition }} aside={links} />
        <MatrixFilters
          plans={plans}
          edition={edition}
          matrix={matrix}
          counts={counts}
          search={search}
          onChange={(part) => change({ ...part, page: undefined })}
        />
        {words !== '' && <p className={print.conditions}>Отобрано: {words}.</p>}
        {schools.length === 0 || columns.length === 0 ? (
          <EmptyState
            title={matrix.rows.length === 0 ? 'Школ пока нет' : 'Ничего не нашлось'}
            action={
              words !== '' && (
                <Button size="small" onClick={() => change(NO_FILTERS)}>
                  Показать всё
                </Button>
              )
            }
          >
            {words === '' ? 'В этой редакции нет строк о школах, которые вам видны.' : `Условия: ${words}.`}
          </EmptyState>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <section className={styles.region} aria-label="Школы и строки плана: таблица" tabIndex={0}>
              {isAcross ? <SchoolsAcross {...grid} sections={edition.sections} /> : <SchoolsDown {...grid} />}
            </section>
            <Pager
              what="школ"
              page={page}
              pageSize={SCHOOLS_A_PAGE}
              total={schools.length}
              onPage={(next) => change({ page: next > 1 ? next : undefined })}
            />
            <MatrixLegend columns={isAcross ? [] : columns} />
          </>
        )}
      </WithPanel>
    </div>
  )
}

const NO_FILTERS: Partial<MatrixSearch> = {
  show: undefined,
  members: undefined,
  q: undefined,
  section: undefined,
  lines: undefined,
  order: undefined,
  page: undefined,
}

/** The open cell is in sight beside its panel; who closes the panel stands on the cell again. */
function useFocusBack({ row, school }: MatrixSearch): void {
  const previous = useRef<{ row?: string; school?: string }>({})
  useEffect(() => {
    const before = previous.current
    if (row && school) findCell(row, school)?.scrollIntoView({ block: 'nearest', inline: 'center' })
    else if (before.row && before.school) findCell(before.row, before.school)?.focus()
    previous.current = { row, school }
  }, [row, school])
}

function findCell(row: string, school: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-cell="${cellMark(row, school)}"]`)
}

import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { EditionRowsOut, PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { WithPanel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import { ActivityPanel, figureId } from './ActivityPanel'
import { conditionsInWords, conditionsOf } from './conditions'
import { ExportButton } from './ExportButton'
import { MoreFilters } from './MoreFilters'
import { NoEdition } from './NoEdition'
import { NothingFound } from './NothingFound'
import { PlanFilters } from './PlanFilters'
import styles from './PlanPage.module.css'
import { PlanTable } from './PlanTable'
import { PlanTabs } from './PlanTabs'
import { partiesOf } from './parties'
import { rowsAbout, shownSections } from './planRows'
import type { PlanSearch } from './planSearch'
import { groupsToShow, idsOf } from './rowGroups'
import { Timeline } from './timeline/Timeline'
import { schoolNameIn, useEdition, useMatrix } from './useEdition'

const route = getRouteApi('/inside/plan')

export interface PlanPageProps {
  /** What another feature has to say about a row, in its panel under the figure. */
  rowExtra?: (activityId: string) => ReactNode
  /** Further buttons beside «Печать» and «Скачать XLSX». */
  actions?: ReactNode
  /** Links to what belongs to keeping the plan. */
  links?: ReactNode
}

/** The road map as the act words it, with what has become of each row: as a table or as a timeline. */
export function PlanPage(props: PlanPageProps) {
  const search = route.useSearch()
  const state = useEdition(search.edition)
  if (!state.rows) return <NoEdition title="Дорожная карта" state={state} />
  return <Edition {...props} plans={state.plans} edition={state.rows} search={search} />
}

interface EditionProps extends PlanPageProps {
  plans: readonly PlanOut[]
  edition: EditionRowsOut
  search: PlanSearch
}

function Edition({ plans, edition: whole, search, rowExtra, actions, links }: EditionProps) {
  const { edition, sections, on, ...about } = whole
  const change = useSearchChange()
  const hasPanel = useOpenRow(search.row)
  const { q, from, to, school, sort, group } = search
  const [hasMore, setMore] = useState([q, from, to, school, sort].some(Boolean))
  const matrix = useMatrix(edition.id, hasMore || school !== undefined || group === 'school')
  const context = {
    on,
    aboutSchool: school && matrix.data ? rowsAbout(matrix.data, school) : undefined,
  }
  const rows = sections.flatMap(({ activities }) => activities)
  const names = { sections, parties: partiesOf(rows), schoolName: schoolNameIn(matrix.data, school) }
  const shown = shownSections(sections, search, context)
  const groups = groupsToShow(search, { shown, parties: names.parties, matrix: matrix.data, on })
  const words = conditionsInWords(search, names)
  const isWaiting = (school !== undefined || groups.length === 0) && matrix.isLoading
  return (
    <div data-print={search.view === 'timeline' && search.paper === 'a3' ? 'wide-a3' : 'wide'}>
      <WithPanel
        panel={
          search.row ? (
            <ActivityPanel
              key={search.row}
              activityId={search.row}
              known={rows.find(({ id }) => id === search.row)}
              onClose={() => change({ row: undefined })}
            >
              {rowExtra?.(search.row)}
            </ActivityPanel>
          ) : null
        }
      >
        <PageHeader
          title={about.plan_title}
          actions={
            <>
              {actions}
              <Button onClick={() => window.print()}>Печать</Button>
              {groups.length > 0 && (
                <ExportButton
                  editionId={edition.id}
                  shown={{
                    view: 'table',
                    activity_ids: idsOf(groups),
                    conditions: words,
                  }}
                />
              )}
            </>
          }
        >
          Редакция № {edition.act.number} от {formatDate(edition.act.signed_on)}
          {edition.state === 'in_force' ? '. ' : ', заменена более поздней. '}
          {sections.length > 0 && 'Тексты и сроки как в распоряжении.'}
        </PageHeader>
        <PlanTabs search={search} aside={links} />
        <PlanFilters
          plans={plans}
          editionId={edition.id}
          sections={sections}
          parties={names.parties}
          context={context}
          search={search}
          onChange={change}
        />
        <MoreFilters
          isOpen={hasMore}
          onToggle={() => setMore(!hasMore)}
          matrix={matrix.data}
          search={search}
          onChange={change}
        />
        {words !== '' && <p className={styles.conditions}>Отобрано: {words}.</p>}
        {matrix.error && (
          <ProblemState problem={asProblem(matrix.error)} onRetry={() => void matrix.refetch()} />
        )}
        {sections.length === 0 ? (
          <EmptyState title="Строк этой редакции в системе нет">
            Её тексты не загружены, поэтому показать можно только номер и дату распоряжения.
          </EmptyState>
        ) : isWaiting ? (
          <Loading rows={12} label="Загружаем строки школы" />
        ) : groups.length === 0 ? (
          <NothingFound conditions={conditionsOf(search, names)} onDrop={change} />
        ) : search.view === 'timeline' ? (
          <Timeline
            edition={whole}
            groups={groups}
            matrix={matrix.data}
            search={search}
            hasPanel={hasPanel}
            onChange={change}
          />
        ) : (
          <PlanTable
            groups={groups}
            on={on}
            density={search.rows ?? 'compact'}
            openRow={search.row}
            hasPanel={hasPanel}
            onToggle={(id) => change({ row: id === search.row ? undefined : id })}
          />
        )}
      </WithPanel>
    </div>
  )
}

/** Puts a change into the address; the page does not jump. */
function useSearchChange() {
  const navigate = route.useNavigate()
  return (change: Partial<PlanSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false })
}

/**
 * Who comes by a link sees the open row; who closes its panel stands on its figure again, also when the panel
 * was opened by the address. Tells whether a panel is open.
 */
function useOpenRow(row: string | undefined): boolean {
  const previous = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (row && previous.current === undefined) {
      document.getElementById(figureId(row))?.scrollIntoView({ block: 'center' })
    }
    if (!row && previous.current) document.getElementById(figureId(previous.current))?.focus()
    previous.current = row
  }, [row])
  return row !== undefined
}

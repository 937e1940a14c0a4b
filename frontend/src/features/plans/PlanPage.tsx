import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { listActivitiesOptions, listPlansOptions } from '@/api/generated/@tanstack/react-query.gen'
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
import { NothingFound } from './NothingFound'
import { PlanFilters } from './PlanFilters'
import { PlanTable } from './PlanTable'
import { editionToShow, shownSections } from './planRows'
import type { PlanSearch } from './planSearch'

const route = getRouteApi('/inside/plan')

/** The road map as the act words it, with what has become of each row. */
export function PlanPage() {
  const search = route.useSearch()
  const plans = useQuery(listPlansOptions())
  const chosen = plans.data && editionToShow(plans.data.items, search.edition)
  const rows = useQuery({
    ...listActivitiesOptions({ path: { edition_id: chosen?.id ?? '' } }),
    enabled: chosen !== undefined,
    // Another edition is read while this one stays on the screen.
    placeholderData: keepPreviousData,
  })
  const failed = plans.error ? plans : rows.error ? rows : null

  if (rows.data) return <Edition plans={plans.data?.items ?? []} edition={rows.data} search={search} />
  return (
    <>
      <PageHeader title="Дорожная карта" />
      {failed ? (
        <ProblemState problem={asProblem(failed.error)} takesFocus onRetry={() => void failed.refetch()} />
      ) : plans.data && !chosen ? (
        <EmptyState title="Вам пока не открыта ни одна дорожная карта">
          Она появится, когда вашу школу или управление включат в план. Об этом можно спросить координатора
          управления.
        </EmptyState>
      ) : (
        <Loading rows={12} label="Загружаем дорожную карту" />
      )}
    </>
  )
}

interface EditionProps {
  plans: readonly PlanOut[]
  edition: EditionRowsOut
  search: PlanSearch
}

function Edition({ plans, edition: { edition, sections, on, ...about }, search }: EditionProps) {
  const change = useSearchChange()
  const isOpen = useOpenRow(search.row)
  const shown = shownSections(sections, search, on)
  const openRow = sections.flatMap(({ activities }) => activities).find(({ id }) => id === search.row)
  return (
    <div data-print="wide">
      <WithPanel
        panel={
          search.row ? (
            <ActivityPanel
              key={search.row}
              activityId={search.row}
              known={openRow}
              onClose={() => change({ row: undefined })}
            />
          ) : null
        }
      >
        <PageHeader title={about.plan_title} actions={<Button onClick={() => window.print()}>Печать</Button>}>
          Редакция № {edition.act.number} от {formatDate(edition.act.signed_on)}
          {edition.state === 'in_force' ? '. ' : ', заменена более поздней. '}
          {sections.length > 0 && 'Тексты и сроки как в распоряжении.'}
        </PageHeader>
        <PlanFilters
          plans={plans}
          editionId={edition.id}
          sections={sections}
          on={on}
          search={search}
          onChange={change}
        />
        {sections.length === 0 ? (
          <EmptyState title="Строк этой редакции в системе нет">
            Её тексты не загружены, поэтому показать можно только номер и дату распоряжения.
          </EmptyState>
        ) : shown.length === 0 ? (
          <NothingFound sections={sections} search={search} onDrop={change} />
        ) : (
          <PlanTable
            shown={shown}
            on={on}
            density={search.rows ?? 'compact'}
            openRow={search.row}
            hasPanel={isOpen}
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

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { getControlOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ControlOut, PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { ExportButton } from '../ExportButton'
import { NoEdition } from '../NoEdition'
import { EditionChoice } from '../PlanFilters'
import { useEdition } from '../useEdition'
import { Changes } from './Changes'
import styles from './Control.module.css'
import { controlConditions, controlSentence } from './controlWords'
import { OverdueTable } from './OverdueTable'
import { SectionsTable } from './SectionsTable'

const route = getRouteApi('/inside/control')
const TITLE = 'Контроль исполнения'

/** One page for the head: how the sections stand, what is overdue and whose, what changed since a day. */
export function ControlPage() {
  const search = route.useSearch()
  const state = useEdition(search.edition)
  const control = useQuery({
    ...getControlOptions({
      path: { edition_id: state.editionId ?? '' },
      query: { since: search.since },
    }),
    enabled: state.editionId !== undefined,
    // Another day is asked for while the page stays.
    placeholderData: keepPreviousData,
  })
  if (control.data) return <Control control={control.data} plans={state.plans} />
  if (!control.error) return <NoEdition title={TITLE} state={state} />
  return (
    <>
      <PageHeader title={TITLE} />
      <ProblemState problem={asProblem(control.error)} takesFocus onRetry={() => void control.refetch()} />
    </>
  )
}

function Control({ control, plans }: { control: ControlOut; plans: readonly PlanOut[] }) {
  const navigate = route.useNavigate()
  const { overdue, sections, on } = control
  const change = (part: { edition?: string; since?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false })
  return (
    <div className={styles.page} data-print="page">
      <PageHeader
        title={TITLE}
        actions={
          <>
            <EditionChoice
              plans={plans}
              editionId={control.edition_id}
              onChange={({ edition }) => change({ edition })}
            />
            <Button onClick={() => window.print()}>Печать</Button>
            <ExportButton
              editionId={control.edition_id}
              shown={{
                view: 'control',
                activity_ids: overdue.map(({ activity_id }) => activity_id),
                since: control.since,
                conditions: controlConditions(control),
              }}
            />
          </>
        }
      >
        {controlSentence(control)}
      </PageHeader>
      <p className={styles.about}>
        {control.plan_title}, {control.act_words}. По состоянию на {formatDate(on)}.
      </p>
      <div className={text.stackWide}>
        <Box title="Состояние по разделам" isFlush>
          <SectionsTable sections={sections} on={on} edition={control.edition_id} />
        </Box>
        <Box title="Просрочено" isFlush={overdue.length > 0}>
          {overdue.length > 0 ? (
            <OverdueTable overdue={overdue} on={on} edition={control.edition_id} />
          ) : (
            <p className={text.sub}>Просроченных строк нет.</p>
          )}
        </Box>
        <Changes control={control} onSince={(since) => change({ since })} />
      </div>
    </div>
  )
}

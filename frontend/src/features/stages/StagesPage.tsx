import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { listStagesOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { StagesOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { WithPanel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { CellPanel } from './CellPanel'
import styles from './Stages.module.css'
import { cellMark, StagesGrid } from './StagesGrid'
import { SHOWS, type StagesSearch } from './search'
import { SHOW_WORDS, sentence, TESTS } from './words'

const route = getRouteApi('/inside/support/stages')
const TITLE = 'Ход проекта 500+'
const RULE = 'Каждая клетка считается по принятым записям: визитам, профилям, документам, программам.'

/** School × step of the project: where each school stands and what it lacks. */
export function StagesPage() {
  const stages = useQuery(listStagesOptions())
  if (stages.data && stages.data.schools.length > 0) return <Stages stages={stages.data} />
  return (
    <>
      <PageHeader title={TITLE}>{RULE}</PageHeader>
      {stages.isPending ? (
        <Loading rows={8} label="Загружаем ход проекта" />
      ) : stages.isError ? (
        <ProblemState problem={asProblem(stages.error)} takesFocus onRetry={() => void stages.refetch()} />
      ) : (
        <EmptyState title="Школ проекта здесь нет">
          Состав проекта ведёт координатор: «Дорожная карта», «Школы проекта».
        </EmptyState>
      )}
    </>
  )
}

function Stages({ stages }: { stages: StagesOut }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (part: Partial<StagesSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false })
  useFocusBack(search)
  const { show } = search
  const counts = SHOWS.map((value) => ({ value, count: stages.schools.filter(TESTS[value]).length }))
  const schools = show ? stages.schools.filter(TESTS[show]) : stages.schools
  const open = openCell(stages, search)
  return (
    <div data-print="wide">
      <WithPanel
        panel={
          open && (
            <CellPanel
              key={cellMark(open.school.school_id, open.step.code)}
              {...open}
              onClose={() => change({ school: undefined, step: undefined })}
            />
          )
        }
      >
        <PageHeader title={TITLE} actions={<Button onClick={() => window.print()}>Печать</Button>}>
          {sentence(stages.schools)} {RULE}
        </PageHeader>
        <div className={text.stackWide}>
          <Chips<'all' | (typeof SHOWS)[number]>
            label="Школы"
            chosen={show ?? 'all'}
            onChoose={(value) => change({ show: SHOWS.find((known) => known === value) })}
            options={[
              { value: 'all', text: 'Все', count: stages.schools.length },
              // Who is nobody's curator is not offered «Мои 0».
              ...counts
                .filter(({ value, count }) => value !== 'mine' || count > 0 || show === 'mine')
                .map(({ value, count }) => ({
                  value,
                  text: SHOW_WORDS[value].chip,
                  count,
                  ...(value === 'late' && { kind: value }),
                })),
            ]}
          />
          <p className={styles.conditions}>
            По состоянию на {formatDate(stages.on)}.{show && ` Отобраны ${SHOW_WORDS[show].condition}.`}
          </p>
          {show && schools.length === 0 ? (
            <EmptyState
              title={SHOW_WORDS[show].none}
              action={
                <Button size="small" onClick={() => change({ show: undefined })}>
                  Показать все школы
                </Button>
              }
            >
              {`Условие: ${SHOW_WORDS[show].condition}.`}
            </EmptyState>
          ) : (
            <StagesGrid
              stages={stages}
              schools={schools}
              open={search}
              onOpen={(school, step) => change({ school, step })}
            />
          )}
        </div>
      </WithPanel>
    </div>
  )
}

/** What the address points at; null when there is no such school or step. */
function openCell({ schools, steps }: StagesOut, search: StagesSearch) {
  const school = schools.find(({ school_id }) => school_id === search.school)
  const step = steps.find(({ code }) => code === search.step)
  const cell = school?.cells.find((each) => each.step === search.step)
  return school && step && cell ? { school, step, cell } : null
}

/** The open cell is in sight beside its panel; who closes the panel stands on the cell again. */
function useFocusBack({ school, step }: StagesSearch): void {
  const previous = useRef<StagesSearch>({})
  useEffect(() => {
    const before = previous.current
    if (school && step) findCell(school, step)?.scrollIntoView({ block: 'nearest', inline: 'center' })
    else if (before.school && before.step) findCell(before.school, before.step)?.focus()
    previous.current = { school, step }
  }, [school, step])
}

function findCell(school: string, step: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-cell="${cellMark(school, step)}"]`)
}

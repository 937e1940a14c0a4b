/** What every part of the analysis has: heading, tabs, the choice of a work and of whose results, print and workbook. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { listAnalysedWorksOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { AnalysedWorkOut, TaskScopeOut, TaskUnitOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { SelectField } from '@/ui/SelectField'
import { EmptyState } from '@/ui/states'
import { Tabs } from '@/ui/Tabs'
import text from '@/ui/text.module.css'
import { type AnalysisSearch, keptSearch, unitOfValue, unitValue } from './analysisSearch'
import styles from './TaskAnalysis.module.css'
import { PUPILS, SCHOOLS } from './words'

const TABS = [
  { to: '/analysis/tasks', title: 'Задания' },
  { to: '/analysis/scores', title: 'Первичные баллы' },
  { to: '/analysis/entry-exit', title: 'Вход и итог' },
  { to: '/analysis/methodical', title: 'Методический анализ' },
] as const

interface FrameProps {
  title: string
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
  /** Which works can be chosen here. */
  accepts?: (work: AnalysedWorkOut) => boolean
  /** What to say when there is none. */
  nothing?: ReactNode
  children: (work: AnalysedWorkOut, works: readonly AnalysedWorkOut[]) => ReactNode
}

export function Frame({ title, search, onChange, accepts, nothing, children }: FrameProps) {
  const works = useQuery(listAnalysedWorksOptions())
  const items = works.data?.items ?? []
  const choices = accepts ? items.filter(accepts) : items
  const chosen = choices.find(({ work }) => work.id === search.work) ?? choices[0]
  return (
    <>
      <PageHeader title={title} />
      <Tabs label="Анализ заданий">
        {TABS.map(({ to, title: name }) => (
          <Link
            key={to}
            to={to}
            search={keptSearch(search)}
            activeOptions={{ includeSearch: false }}
            resetScroll={false}
          >
            {name}
          </Link>
        ))}
      </Tabs>
      {works.error ? (
        <ProblemState problem={asProblem(works.error)} takesFocus onRetry={() => void works.refetch()} />
      ) : !works.data ? (
        <Loading rows={8} label="Загружаем работы" />
      ) : !chosen ? (
        <EmptyState title="Таких работ пока нет">
          {nothing ?? 'Баллы за задания появятся, когда загрузят протоколы по участникам.'}
        </EmptyState>
      ) : (
        <div className={text.stackWide}>
          <div className={styles.choice} data-noprint>
            <SelectField
              label="Работа"
              options={choices.map(({ work }) => ({ value: work.id, text: work.title }))}
              value={chosen.work.id}
              onChoose={(work) => onChange({ work, entry: undefined, ...unitOfValue(''), page: undefined })}
            />
          </div>
          {children(chosen, items)}
        </div>
      )}
    </>
  )
}

interface UnitChoiceProps {
  units: readonly TaskUnitOut[]
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
}

const KINDS: Readonly<Record<string, string>> = {
  office: 'управление: ',
  municipality: 'муниципалитет: ',
  school: '',
}

/** Whose results are counted; nothing to choose for those who see one school. */
export function UnitChoice({ units, search, onChange }: UnitChoiceProps) {
  if (units.length === 0) return null
  return (
    <div className={styles.choice} data-noprint>
      <SelectField
        label="Чьи результаты"
        options={[
          { value: '', text: 'Все школы, которые вам видны' },
          ...units.map(({ kind, id, name }) => ({
            value: `${kind}:${id}`,
            text: `${KINDS[kind] ?? ''}${name}`,
          })),
        ]}
        value={unitValue(search)}
        onChoose={(value) => onChange({ ...unitOfValue(value), page: undefined })}
      />
    </div>
  )
}

/** Work, whose results and how many: the line that is printed too. */
export function ScopeLine({ title, scope }: { title: string; scope: TaskScopeOut }) {
  return (
    <p className={text.sub}>
      {bound(title)}. {bound(scope.title)}
      {scope.participants !== null && (
        <>
          {`: ${counted(scope.participants, PUPILS)}`}
          {scope.kind !== 'school' && `, ${counted(scope.schools, SCHOOLS)}`}
        </>
      )}
      {scope.without_tasks > 0 &&
        `. Ещё ${counted(scope.without_tasks, SCHOOLS)} без баллов за задания: там загружены только числа отметок`}
      .
    </p>
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { compareEntryExitOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportEntryExit } from '@/api/generated/sdk.gen'
import type { AnalysedWorkOut, EntryExitOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { ProblemState } from '@/ui/ProblemState'
import { SelectField } from '@/ui/SelectField'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { type AnalysisSearch, unitQuery } from './analysisSearch'
import { ChangesTable } from './ChangesTable'
import { Frame, UnitChoice } from './Frame'
import styles from './TaskAnalysis.module.css'
import { SCHOOLS } from './words'

const route = getRouteApi('/inside/analysis/entry-exit')

/** What changed from the entry diagnostic work to the exit one, on common tasks. */
export function EntryExitPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: AnalysisSearch) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })
  return (
    <Frame
      title="Вход и итог"
      search={search}
      onChange={change}
      accepts={({ work }) => work.wave === 'exit'}
      nothing="Сравнение появится, когда загрузят протоколы входной и итоговой диагностических работ."
    >
      {(exit, works) => {
        const entries = exit.entry_work_ids.flatMap((id) => works.filter(({ work }) => work.id === id))
        const entry = entries.find(({ work }) => work.id === search.entry) ?? entries[0]
        if (!entry) {
          return (
            <EmptyState title="Сравнивать не с чем">
              Входной работы по этому предмету, классу и году среди загруженных нет.
            </EmptyState>
          )
        }
        return <Pair exit={exit} entry={entry} entries={entries} search={search} onChange={change} />
      }}
    </Frame>
  )
}

interface PairProps {
  exit: AnalysedWorkOut
  entry: AnalysedWorkOut
  entries: readonly AnalysedWorkOut[]
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
}

function Pair({ exit, entry, entries, search, onChange }: PairProps) {
  const query = { work_id: exit.work.id, entry_work_id: entry.work.id, ...unitQuery(search) }
  const found = useQuery({ ...compareEntryExitOptions({ query }), placeholderData: keepPreviousData })
  const problem = found.error && asProblem(found.error)
  return (
    <>
      <div className={styles.choice} data-noprint>
        <SelectField
          label="С чем сравнить"
          options={entries.map(({ work }) => ({ value: work.id, text: work.title }))}
          value={entry.work.id}
          onChoose={(id) => onChange({ entry: id })}
        />
      </div>
      {problem?.slug === 'not-comparable' ? (
        <Note role="status">
          <h2>Сравнивать нельзя</h2>
          <p>{bound(problem.text)}</p>
          <p>
            <Link to="/scales/passports">Паспорта работ</Link>
          </p>
        </Note>
      ) : problem ? (
        <ProblemState problem={problem} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading rows={6} label="Сравниваем работы" />
      ) : (
        <Compared found={found.data} query={query} search={search} onChange={onChange} />
      )}
    </>
  )
}

interface ComparedProps {
  found: EntryExitOut
  query: { work_id: string; entry_work_id: string }
  search: AnalysisSearch
  onChange: (to: AnalysisSearch) => void
}

function Compared({ found, query, search, onChange }: ComparedProps) {
  const { entry_work, exit_work, scope, schools_both, schools_entry_only, schools_exit_only } = found
  const left = schools_entry_only + schools_exit_only
  return (
    <div className={text.stackWide} data-print="wide">
      <UnitChoice units={found.units} search={search} onChange={onChange} />
      <p className={text.sub}>
        {bound(`Вход: ${entry_work.title}. Итог: ${exit_work.title}. ${scope.title}.`)}
        {found.entry_n !== null &&
          ` Участников: вход ${formatNumber(found.entry_n)}, итог ${formatNumber(found.exit_n)}.`}
        {` Обе работы: ${counted(schools_both, SCHOOLS)}.`}
        {left > 0 && ` Только одну: ${counted(left, SCHOOLS)}, они не учтены.`}
      </p>
      <p className={text.measure} role="status">
        {bound(found.sentence)}
      </p>
      {found.items.length > 0 && (
        <>
          <div className={styles.actions} data-noprint>
            <Button onClick={() => window.print()}>Печать</Button>
            <Download
              what="вход и итог"
              load={() => downloadFile((asFile) => exportEntryExit({ query, ...asFile }))}
            >
              Скачать XLSX
            </Download>
          </div>
          <Box title="Общие задания" isFlush>
            <ChangesTable items={found.items} />
            <p className={styles.caption}>
              Общие: одно умение, одна сложность, один максимум по паспортам. Изменение: итог минус вход,
              95&nbsp;% интервал Ньюкомба; участники двух работ считаются разными людьми.
            </p>
          </Box>
        </>
      )}
      {found.unmatched.length > 0 && (
        <Box title="Не сравнивались">
          <ul className={styles.list}>
            {found.unmatched.map(({ side, task, skill, words }) => (
              <li key={`${side} ${task}`}>
                {bound(
                  `${side === 'entry' ? 'Входная' : 'Итоговая'}, задание ${task}${skill ? ` «${skill}»` : ''}: ${words}.`,
                )}
              </li>
            ))}
          </ul>
        </Box>
      )}
    </div>
  )
}

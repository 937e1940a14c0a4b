import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  listIdentificationRunsOptions,
  listLowResultsRulesOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import type { IdentificationRunOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { cell, DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { NewRun } from './NewRun'
import { RuleWords } from './RuleWords'

const COLUMNS = [
  { key: 'year', title: 'Результаты года' },
  { key: 'rule', title: 'Правило' },
  { key: 'low', title: 'Низкие', isNumeric: true },
  { key: 'risk', title: 'Группа риска', isNumeric: true },
  { key: 'none', title: 'Не низкие', isNumeric: true },
  { key: 'no_data', title: 'Мало данных', isNumeric: true },
  { key: 'schools', title: 'Школ', isNumeric: true },
  { key: 'decided', title: 'Решено', isNumeric: true },
  { key: 'state', title: 'Состояние' },
]

/** Runs of identification, a new one, and the versions of the rule. */
export function RunsPage() {
  const runs = useQuery(listIdentificationRunsOptions())
  const rules = useQuery(listLowResultsRulesOptions())
  const failed = runs.error ? runs : rules.error ? rules : null
  return (
    <>
      <PageHeader title="Перечень ОО с НОР">
        Правило находит школы с низкими результатами, решение о каждой принимает человек.
      </PageHeader>
      {failed ? (
        <ProblemState problem={asProblem(failed.error)} takesFocus onRetry={() => void failed.refetch()} />
      ) : !runs.data || !rules.data ? (
        <Loading rows={6} label="Загружаем расчёты" />
      ) : (
        <div className={text.stackWide}>
          {rules.data.allowed_actions.includes('start') && <NewRun rules={rules.data} />}
          {runs.data.items.length === 0 ? (
            <EmptyState title="Расчётов пока нет">
              Расчёт берёт версию правила и результаты на этот момент, и потом повторяется точно.
            </EmptyState>
          ) : (
            <Box title="Расчёты" isFlush>
              <RunsTable runs={runs.data.items} />
            </Box>
          )}
          <Box title="Версии правила" meta={String(rules.data.items.length)}>
            {rules.data.items.map((rule) => (
              <Disclosure key={rule.id} summary={rule.label}>
                <RuleWords rule={rule} />
              </Disclosure>
            ))}
          </Box>
        </div>
      )}
    </>
  )
}

function RunsTable({ runs }: { runs: readonly IdentificationRunOut[] }) {
  return (
    <DataTable caption="Расчёты перечня" columns={COLUMNS} narrow="cards">
      <tbody>
        {runs.map((run) => {
          const count = (status: string) => run.statuses.find((one) => one.status === status)?.count ?? 0
          return (
            <tr key={run.id}>
              <th scope="row">
                <Link to="/identification/runs/$runId" params={{ runId: run.id }}>
                  {run.year}
                </Link>
                <div className={text.meta}>{formatInstant(run.started_at)}</div>
              </th>
              <td data-label="Правило">
                {run.rule_label}
                {run.note && <div className={text.meta}>{run.note}</div>}
              </td>
              <td data-label="Низкие" className={cell.num}>
                <b>{count('low_results')}</b>
              </td>
              <td data-label="Группа риска" className={cell.num}>
                {count('at_risk')}
              </td>
              <td data-label="Не низкие" className={cell.num}>
                {count('none')}
              </td>
              <td data-label="Мало данных" className={cell.num}>
                {count('no_data')}
              </td>
              <td data-label="Школ" className={cell.num}>
                {run.seen}
              </td>
              <td data-label="Решено" className={cell.num}>
                {run.decided}
              </td>
              <td data-label="Состояние">
                <Status kind={run.state === 'published' ? 'ok' : 'run'} text={run.state_title} />
                {run.open_appeals > 0 && (
                  <div>
                    <Status kind="due" text={`Возражений без ответа: ${run.open_appeals}`} />
                  </div>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </DataTable>
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ActionBar, reasonsOf } from '@/acts/ActionBar'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import {
  getIdentificationRunOptions,
  listIdentificationLinesOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import { exportIdentificationRun, publishIdentificationRun } from '@/api/generated/sdk.gen'
import type { IdentificationRunOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { Disclosure } from '@/ui/Disclosure'
import { Passport } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import styles from './Identification.module.css'
import { LinesTable } from './LinesTable'
import { RunCheck } from './RunCheck'
import { RunFilters } from './RunFilters'
import { filterOf, isNarrowed, type RunSearch } from './runSearch'
import { WhatIf } from './WhatIf'
import { summaryOf } from './words'

const route = getRouteApi('/inside/identification/runs/$runId')
const TITLE = 'Расчёт перечня ОО с НОР'

/** One run: the schools with reasons, what other thresholds would give, whether it can be repeated. */
export function RunPage() {
  const { runId } = route.useParams()
  const run = useQuery(getIdentificationRunOptions({ path: { run_id: runId } }))
  if (!run.data) {
    return (
      <>
        <PageHeader title={TITLE} crumbs={<Crumbs />} />
        {run.error ? (
          <ProblemState problem={asProblem(run.error)} takesFocus onRetry={() => void run.refetch()} />
        ) : (
          <Loading rows={8} label="Загружаем расчёт" />
        )}
      </>
    )
  }
  return <Run run={run.data} />
}

function Crumbs() {
  return <Link to="/identification">Перечень ОО с НОР</Link>
}

function Run({ run }: { run: IdentificationRunOut }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: RunSearch) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...to }), resetScroll: false })
  const filter = filterOf(search)
  return (
    <>
      <PageHeader
        title={`${TITLE}, ${run.year} год`}
        crumbs={<Crumbs />}
        actions={
          <Download
            what={`перечень за ${run.year} год`}
            load={() =>
              downloadFile((asFile) =>
                exportIdentificationRun({ path: { run_id: run.id }, query: filter, ...asFile }),
              )
            }
          >
            Скачать XLSX
          </Download>
        }
      >
        {summaryOf(run)}
      </PageHeader>
      <Passport
        pairs={[
          { name: 'Правило', value: run.rule_label },
          { name: 'Признак на учебный год', value: run.academic_year },
          { name: 'Рассчитан', value: `${formatInstant(run.started_at)}, ${run.started_by ?? '—'}` },
          {
            name: 'Школам',
            value: run.published_at ? `открыт ${formatInstant(run.published_at)}` : 'не открыт',
          },
          ...(run.note ? [{ name: 'Заметка', value: run.note }] : []),
        ]}
      />
      <ActionBar
        label="Расчёт"
        subject={`run.${run.id}`}
        allowed={run.allowed_actions}
        blocked={reasonsOf(run.blocked)}
        moot={['publish']}
        actions={[
          {
            name: 'publish',
            words: 'Открыть школам',
            run: () => publishIdentificationRun({ path: { run_id: run.id }, throwOnError: true }),
          },
        ]}
      />
      <div className={styles.stack} data-noprint>
        <Disclosure
          summary="Что будет при других порогах"
          startsOpen={[search.share, search.least, search.low, search.criteria].some(
            (tried) => tried !== undefined,
          )}
        >
          <WhatIf run={run} tried={search} onTry={change} />
        </Disclosure>
        <Disclosure summary="Повторить расчёт и сравнить с данными на сейчас">
          <RunCheck runId={run.id} />
        </Disclosure>
      </div>
      <RunFilters run={run} search={search} onChange={change} />
      <Lines run={run} search={search} onChange={change} />
    </>
  )
}

interface LinesProps {
  run: IdentificationRunOut
  search: RunSearch
  onChange: (to: RunSearch) => void
}

function Lines({ run, search, onChange }: LinesProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...listIdentificationLinesOptions({
      path: { run_id: run.id },
      query: { ...filterOf(search), page: search.page },
    }),
    placeholderData: keepPreviousData,
  })
  if (error) return <ProblemState problem={asProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <Loading rows={8} label="Загружаем школы" />
  if (data.total === 0 && isNarrowed(search)) {
    return (
      <EmptyState
        title="Таких школ в расчёте нет"
        action={
          <Link to="/identification/runs/$runId" params={{ runId: run.id }}>
            Показать все школы
          </Link>
        }
      >
        Измените отбор.
      </EmptyState>
    )
  }
  return (
    <div className={text.stackWide} aria-busy={isPlaceholderData || undefined}>
      <LinesTable runId={run.id} year={run.year} lines={data.items} />
      <Pager
        what="школ"
        page={data.page}
        pageSize={data.page_size}
        total={data.total}
        onPage={(page) => onChange({ page: page > 1 ? page : undefined })}
      />
    </div>
  )
}

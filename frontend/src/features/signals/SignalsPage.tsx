import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listSignalsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportSignals } from '@/api/generated/sdk.gen'
import type { SignalList } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { Box } from '@/ui/Box'
import { Disclosure } from '@/ui/Disclosure'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader } from '@/ui/PageHeader'
import { Pager } from '@/ui/Pager'
import { WithPanel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { MarkedFileForm } from './MarkedFileForm'
import { cursorOf, PAGE_SIZE } from './paging'
import { SignalFilters } from './SignalFilters'
import { SignalPanel } from './SignalPanel'
import styles from './Signals.module.css'
import { SignalsTable } from './SignalsTable'
import type { SignalsSearch } from './signalsSearch'
import { summaryOf } from './words'

const route = getRouteApi('/inside/analysis/signals')

/** Numbers worth a talk, by school; the open one with its evidence at the right. */
export function SignalsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayJudge = useMay('judge_signals')
  const { signal, page = 1, school, ...asked } = search
  const query = { ...asked, school_id: school }
  const found = useQuery({
    ...listSignalsOptions({ query: { ...query, limit: PAGE_SIZE, cursor: cursorOf(page) } }),
    placeholderData: keepPreviousData,
  })
  const change = (to: SignalsSearch) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...to }), resetScroll: false })
  return (
    <WithPanel
      panel={
        signal ? (
          <SignalPanel
            key={signal}
            signalKey={signal}
            onClose={() => change({ page: search.page, signal: undefined })}
          />
        ) : null
      }
    >
      <PageHeader
        title="Сигналы объективности"
        actions={
          <Download what="сигналы" load={() => downloadFile((asFile) => exportSignals({ query, ...asFile }))}>
            Скачать XLSX
          </Download>
        }
      >
        {found.data ? summaryOf(found.data) : 'Числа, о которых стоит поговорить.'}
      </PageHeader>
      <div className={text.stackWide} data-print="wide">
        <Note>
          Сигнал — повод для разговора, не вывод. Результаты ВПР не оценивают учителя.{' '}
          <Link to="/analysis/confirmation" search={{ year: search.year, school }}>
            Подтверждение отметок
          </Link>
        </Note>
        {found.data ? (
          <>
            <SignalFilters found={found.data} search={search} onChange={change} />
            {school && (
              <p>
                Показана одна школа.{' '}
                <Link to="/analysis/signals" search={{ ...search, school: undefined, page: undefined }}>
                  Показать все
                </Link>
              </p>
            )}
            <Found found={found.data} search={search} page={page} onChange={change} />
          </>
        ) : found.error ? (
          <ProblemState problem={asProblem(found.error)} takesFocus onRetry={() => void found.refetch()} />
        ) : (
          <Loading rows={8} label="Ищем сигналы" />
        )}
        {mayJudge && (
          <Box title="Список школ ФИОКО">
            <div className={styles.file} data-noprint>
              <Disclosure summary="Загрузить маркеры РУ4, МА4, РУ5, МА5">
                <MarkedFileForm />
              </Disclosure>
            </div>
          </Box>
        )}
      </div>
    </WithPanel>
  )
}

interface FoundProps {
  found: SignalList
  search: SignalsSearch
  page: number
  onChange: (to: SignalsSearch) => void
}

function Found({ found, search, page, onChange }: FoundProps) {
  if (found.items.length === 0) {
    return (
      <EmptyState
        title="Сигналов нет"
        action={
          <Link to="/analysis/signals" search={{ year: search.year }}>
            Показать все сигналы года
          </Link>
        }
      >
        {found.year === null
          ? 'Сигналы появятся, когда будут загружены результаты или список ФИОКО.'
          : 'По этому отбору повода для разговора нет.'}
      </EmptyState>
    )
  }
  return (
    <>
      <SignalsTable
        items={found.items}
        openKey={search.signal}
        onOpen={(key) => onChange({ page: search.page, signal: key })}
      />
      <Pager
        what="сигналов"
        page={page}
        pageSize={PAGE_SIZE}
        total={found.total}
        onPage={(to) => onChange({ page: to === 1 ? undefined : to, signal: undefined })}
      />
    </>
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listMarkConfirmationOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportMarkConfirmation } from '@/api/generated/sdk.gen'
import type { ConfirmationOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { ConfirmationTable } from './ConfirmationTable'
import { cursorOf, PAGE_SIZE } from './paging'
import styles from './Signals.module.css'
import type { ConfirmationSearch } from './signalsSearch'
import { ROWS } from './words'

const route = getRouteApi('/inside/analysis/confirmation')
const TITLE = 'Подтверждение отметок'

/** How marks of ВПР compare with the journal, by school, subject and grade. */
export function ConfirmationPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { page = 1, school, ...asked } = search
  const query = { ...asked, school_id: school }
  const found = useQuery({
    ...listMarkConfirmationOptions({ query: { ...query, limit: PAGE_SIZE, cursor: cursorOf(page) } }),
    placeholderData: keepPreviousData,
  })
  const change = (to: ConfirmationSearch) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...to }), resetScroll: false })
  return (
    <>
      <PageHeader
        title={TITLE}
        crumbs={
          <Link to="/analysis/signals" search={{ year: search.year, school }}>
            Сигналы объективности
          </Link>
        }
        actions={
          <>
            <Button onClick={() => window.print()}>Напечатать</Button>
            <Download
              what="подтверждение отметок"
              load={() => downloadFile((asFile) => exportMarkConfirmation({ query, ...asFile }))}
            >
              Скачать XLSX
            </Download>
          </>
        }
      >
        {found.data?.year
          ? `ВПР ${found.data.year} года, ${counted(found.data.total_rows, ROWS)}. Доли — из тех, у кого есть обе отметки; процент пишется от 20 человек.`
          : 'Отметка за ВПР рядом с отметкой по журналу.'}
      </PageHeader>
      {found.data ? (
        <div className={text.stackWide} data-print="wide">
          <Filters found={found.data} search={search} onChange={change} />
          {school && (
            <p data-noprint>
              Показана одна школа.{' '}
              <Link to="/analysis/confirmation" search={{ ...search, school: undefined, page: undefined }}>
                Показать все
              </Link>
            </p>
          )}
          {found.data.rows.length === 0 ? (
            <EmptyState title="Строк нет">
              Отметки сравниваются, когда в протоколах ВПР есть отметки по журналу. Измените отбор.
            </EmptyState>
          ) : (
            <>
              <ConfirmationTable found={found.data} />
              <Pager
                what="строк"
                page={page}
                pageSize={PAGE_SIZE}
                total={found.data.total_rows}
                onPage={(to) => change({ page: to === 1 ? undefined : to })}
              />
            </>
          )}
        </div>
      ) : found.error ? (
        <ProblemState problem={asProblem(found.error)} takesFocus onRetry={() => void found.refetch()} />
      ) : (
        <Loading rows={8} label="Сравниваем отметки" />
      )}
    </>
  )
}

interface FiltersProps {
  found: ConfirmationOut
  search: ConfirmationSearch
  onChange: (to: ConfirmationSearch) => void
}

function Filters({ found, search, onChange }: FiltersProps) {
  return (
    <fieldset className={styles.filters} aria-label="Отбор" data-noprint>
      <SelectChip
        label="Год"
        isFilter={false}
        options={found.years.map((year) => ({ value: String(year), text: String(year) }))}
        chosen={String(found.year ?? '')}
        onChoose={(value) => onChange({ year: Number(value) })}
      />
      <SelectChip
        label="Предмет"
        options={[
          { value: '', text: 'все' },
          ...found.subjects.map(({ value, title }) => ({ value, text: title })),
        ]}
        chosen={search.subject ?? ''}
        onChoose={(value) => onChange({ subject: value || undefined })}
      />
      <SelectChip
        label="Класс"
        options={[
          { value: '', text: 'все' },
          ...found.grades.map((grade) => ({ value: String(grade), text: String(grade) })),
        ]}
        chosen={String(search.grade ?? '')}
        onChoose={(value) => onChange({ grade: value ? Number(value) : undefined })}
      />
    </fieldset>
  )
}

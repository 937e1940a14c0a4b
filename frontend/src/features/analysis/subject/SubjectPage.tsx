import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listFiguresOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportFigures } from '@/api/generated/sdk.gen'
import type { FigureListOut, FigureWorkOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Chart } from '@/ui/charts/Chart'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { lastPage, Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { EmptyState } from '@/ui/states'
import styles from '../Analysis.module.css'
import { commonReasons, verdictsOf } from '../overview/summary'
import { AnalysisFilters } from '../parts/AnalysisFilters'
import { isTable, type SubjectSearch, switched } from '../parts/analysisSearch'
import { type Measure, USUAL_MEASURE } from '../parts/measures'
import { PageActions } from '../parts/PageActions'
import { becauseOf } from '../parts/series'
import { useWorks } from '../parts/useWorks'
import { sayMoment, sayWork } from '../parts/words'
import { type Choice, chooseWorks } from '../parts/works'
import { Confirmation } from './Confirmation'
import { FunnelChart } from './FunnelChart'
import { MarksByYears, MarksTable, markRows } from './MarksByYears'
import { TerritoryDynamics } from './TerritoryDynamics'

const route = getRouteApi('/inside/analysis/subject')
const PAGE_SIZE = 12

/** One subject and grade: marks by years, the funnel, confirmation of marks, dynamics of the territory. */
export function SubjectPage() {
  const search = route.useSearch()
  const works = useWorks()
  const choice = works.data && chooseWorks(works.data, search)
  const work = choice?.works.find(({ subject_code }) => subject_code === search.subject) ?? choice?.works[0]
  if (choice && work) return <Subject choice={choice} work={work} search={search} />
  return (
    <>
      <PageHeader title="Предмет" />
      {works.isError ? (
        <ProblemState problem={asProblem(works.error)} takesFocus onRetry={() => void works.refetch()} />
      ) : works.data ? (
        <EmptyState title="Результатов пока нет" action={<Link to="/uploads">К загрузкам</Link>}>
          Они появятся здесь, когда примут первый загруженный файл.
        </EmptyState>
      ) : (
        <Loading rows={8} label="Загружаем результаты" />
      )}
    </>
  )
}

interface SubjectProps {
  choice: Choice
  work: FigureWorkOut
  search: SubjectSearch
}

function Subject({ choice, work, search }: SubjectProps) {
  const navigate = route.useNavigate()
  const level = search.level ?? 'municipality'
  const measure = search.measure ?? USUAL_MEASURE
  const query = {
    level,
    procedure: work.procedure,
    subject: work.subject_code,
    grade: work.grade,
    municipality_id: search.municipality,
  }
  const list = useQuery({ ...listFiguresOptions({ query }), placeholderData: keepPreviousData })
  const load = () => downloadFile((asFile) => exportFigures({ query, ...asFile }))
  const change = (to: SubjectSearch) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...to }), resetScroll: false })
  const tableOf = (name: string) => ({
    isTable: isTable(search, name),
    onTable: (to: boolean) => change({ page: search.page, table: switched(search, name, to) }),
  })
  return (
    <div data-print="wide">
      <PageHeader title={sayWork(work)} actions={<PageActions what="показатели по годам" load={load} />}>
        {list.data &&
          bound(verdictsOf(list.data, measure) ?? 'Сравнивать пока не с чем: работа написана один раз.')}
      </PageHeader>
      <AnalysisFilters choice={choice} level={level} measure={measure} onChange={change}>
        <SelectChip
          label="Предмет"
          isFilter={false}
          options={choice.works.map(({ subject_code, subject_name }) => ({
            value: subject_code,
            text: subject_name,
          }))}
          chosen={work.subject_code}
          onChoose={(subject) => change({ subject })}
        />
      </AnalysisFilters>
      {search.municipality && (
        <p className={styles.narrowed}>
          {'Показан один район. '}
          <Link to="/analysis/subject" search={{ ...search, municipality: undefined, page: undefined }}>
            Показать все
          </Link>
        </p>
      )}
      <FunnelChart
        workId={work.id}
        measure={measure}
        municipalityId={search.municipality}
        {...tableOf('funnel')}
      />
      {list.data ? (
        <ByYears
          list={list.data}
          work={work}
          measure={measure}
          page={search.page ?? 1}
          onPage={(page) => change({ page })}
          tableOf={tableOf}
          load={load}
        />
      ) : list.isError ? (
        <ProblemState problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <Loading rows={8} label="Считаем показатели" />
      )}
    </div>
  )
}

interface ByYearsProps {
  list: FigureListOut
  work: FigureWorkOut
  measure: Measure
  page: number
  onPage: (page: number) => void
  tableOf: (name: string) => { isTable: boolean; onTable: (isTable: boolean) => void }
  load: () => Promise<unknown>
}

function ByYears({ list, work, measure, page, onPage, tableOf, load }: ByYearsProps) {
  const { own, above } = markRows(list)
  if (own.length === 0) return null
  const here = Math.min(page, lastPage(own.length, PAGE_SIZE))
  // What the rows are held against stands on every page.
  const shown = [...own.slice((here - 1) * PAGE_SIZE, here * PAGE_SIZE), ...above]
  return (
    <>
      <Chart
        title="Отметки по годам"
        meta="высота столбца — доля участников, число — сколько человек получили «2», «3», «4», «5»"
        {...tableOf('marks')}
        actions={
          <Download size="small" what="отметки по годам" load={load}>
            Скачать XLSX
          </Download>
        }
        drawing={<MarksByYears list={list} rows={shown} measure={measure} />}
        table={<MarksTable list={list} rows={shown} measure={measure} />}
        caption={
          <>
            <p>
              Слева от пунктира и справа от него — разные работы: сравнивать нельзя. «Лучше» и «хуже» сказано,
              только если весь интервал разности по одну сторону от нуля.
            </p>
            {list.works.map((one) => {
              const reasons = commonReasons(list, one.id)
              return (
                reasons.length > 0 && (
                  <p key={one.id}>
                    {`Работа за ${sayMoment(one)}: с\u00a0прошлым годом не сравниваем, ${becauseOf(reasons)}`}
                  </p>
                )
              )
            })}
          </>
        }
        isDrawingFlush
        isTall
      />
      <Pager what="строк" page={here} pageSize={PAGE_SIZE} total={own.length} onPage={onPage} />
      <TerritoryDynamics list={list} work={work} {...tableOf('dynamics')} />
      <Confirmation rows={shown} work={work} load={load} />
    </>
  )
}

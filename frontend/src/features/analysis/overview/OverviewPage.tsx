import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { downloadFile } from '@/api/download'
import { listFiguresOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportFigures } from '@/api/generated/sdk.gen'
import type { FigureListOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { weightOfOne } from '@/lib/shares'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { lastPage, Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import styles from '../Analysis.module.css'
import { AnalysisFilters } from '../parts/AnalysisFilters'
import type { OverviewSearch } from '../parts/analysisSearch'
import { type Measure, USUAL_MEASURE } from '../parts/measures'
import { PageActions } from '../parts/PageActions'
import { SourcesDrawer } from '../parts/SourcesDrawer'
import { becauseOf } from '../parts/series'
import { useOpen } from '../parts/useOpen'
import { useWorks } from '../parts/useWorks'
import { type Choice, chooseWorks } from '../parts/works'
import { OverviewTable } from './OverviewTable'
import { commonReasons, verdictsOf } from './summary'

const route = getRouteApi('/inside/analysis')
const TITLE = 'Результаты'
const PAGE_SIZE = 50

/** Every subject of one procedure, year and grade: municipalities or schools in rows. */
export function OverviewPage() {
  const search = route.useSearch()
  const works = useWorks()
  const choice = works.data && chooseWorks(works.data, search)
  if (choice) return <Overview choice={choice} search={search} />
  return (
    <>
      <PageHeader title={TITLE} />
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

function Overview({ choice, search }: { choice: Choice; search: OverviewSearch }) {
  const navigate = route.useNavigate()
  const { procedure, year, grade } = choice
  const level = search.level ?? 'municipality'
  const measure = search.measure ?? USUAL_MEASURE
  const query = { level, procedure, year, grade, municipality_id: search.municipality }
  const list = useQuery({ ...listFiguresOptions({ query }), placeholderData: keepPreviousData })
  const change = (to: OverviewSearch) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...to }), resetScroll: false })
  return (
    <div data-print="wide">
      <PageHeader
        title={TITLE}
        actions={
          <PageActions
            what="результаты, как на странице"
            load={() => downloadFile((asFile) => exportFigures({ query, ...asFile }))}
          />
        }
      >
        {list.data && bound(`${list.data.conditions}. ${verdictsOf(list.data, measure) ?? ''}`.trim())}
      </PageHeader>
      <AnalysisFilters choice={choice} level={level} measure={measure} onChange={change} />
      {search.municipality && (
        <p className={styles.narrowed}>
          {'Показан один район. '}
          <Link to="/analysis" search={{ ...search, municipality: undefined, page: undefined }}>
            Показать все
          </Link>
        </p>
      )}
      {list.data ? (
        <Found list={list.data} measure={measure} search={search} onPage={(page) => change({ page })} />
      ) : list.isError ? (
        <ProblemState problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <Loading rows={8} label="Считаем показатели" />
      )}
    </div>
  )
}

interface FoundProps {
  list: FigureListOut
  measure: Measure
  search: OverviewSearch
  onPage: (page: number) => void
}

function Found({ list, measure, search, onPage }: FoundProps) {
  const sources = useOpen()
  const missing = new Set(list.missing.map(({ unit_id }) => unit_id))
  const units = list.units.filter(({ id }) => !missing.has(id))
  if (units.length === 0) {
    return (
      <EmptyState
        title="По этому отбору результатов нет"
        action={
          <Link to="/analysis" search={{}}>
            Показать всё
          </Link>
        }
      >
        Выберите другую процедуру, год или класс.
      </EmptyState>
    )
  }
  const page = Math.min(search.page ?? 1, lastPage(units.length, PAGE_SIZE))
  return (
    <>
      <OverviewTable
        list={list}
        units={units.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
        measure={measure}
        search={search}
        onOpen={sources.open}
      />
      <Pager what="строк" page={page} pageSize={PAGE_SIZE} total={units.length} onPage={onPage} />
      <Legend list={list} />
      <SourcesDrawer shown={sources.shown} isOpen={sources.isOpen} onClose={sources.close} />
    </>
  )
}

/** What the words and signs of the table mean, and who is not in it. */
function Legend({ list }: { list: FigureListOut }) {
  const weight = weightOfOne(list.rows.map(({ figures }) => figures.n ?? 0))
  const kinds = new Set(list.rows.map(({ figures }) => figures.kind as string))
  const names = new Map(list.units.map(({ id, name }) => [id, name]))
  return (
    <div className={styles.legend}>
      <p>
        «3 из 8» — сколько участников из написавших; до 20 участников процент не пишем. Черта под числом —
        95&nbsp;% интервал (метод Вильсона). {weight}
      </p>
      <p>
        «Лучше» и «хуже» сказано, только если весь интервал разности по одну сторону от нуля, иначе «нельзя
        различить». «Малая выборка» — меньше 10 участников.
      </p>
      {list.works.map((work) => {
        const reasons = commonReasons(list, work.id)
        return (
          reasons.length > 0 && (
            <p key={work.id}>
              {`${work.subject_name}, с\u00a0прошлым годом не сравниваем: ${becauseOf(reasons)}`}
            </p>
          )
        )
      })}
      {list.legend
        .filter(({ kind }) => kinds.has(kind))
        .map(({ kind, sign, text }) => (
          <p key={kind}>{`${sign} — ${text}`}</p>
        ))}
      {list.missing.length > 0 && (
        <p>{`Без результатов: ${list.missing.map(({ unit_id }) => names.get(unit_id) ?? '').join('; ')}.`}</p>
      )}
    </div>
  )
}

/** Results of one school through the years, and one subject looked at closely: change, estimate, schools like ours. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listFiguresOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportFigures } from '@/api/generated/sdk.gen'
import type { FigureListOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted, type Forms } from '@/lib/plural'
import { Chips } from '@/ui/Chips'
import { Chart } from '@/ui/charts/Chart'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { isTable, oneOf, type SchoolSearch, switched } from '../parts/analysisSearch'
import { MEASURES, titleOf, USUAL_MEASURE } from '../parts/measures'
import { type SeriesPanel, SeriesPanels, SeriesTable } from '../parts/SeriesPanels'
import { pointsOfRows } from '../parts/series'
import { gatherSeries } from '../parts/works'
import { CloserLook } from './CloserLook'

const WORKS: Forms = ['работа', 'работы', 'работ']

interface SchoolAnalysisProps {
  schoolId: string
  search: SchoolSearch
  onChange: (to: SchoolSearch) => void
}

export function SchoolAnalysis({ schoolId, search, onChange }: SchoolAnalysisProps) {
  const query = { level: 'school' as const, school_id: schoolId }
  const list = useQuery(listFiguresOptions({ query }))
  if (list.isError) {
    return <ProblemState problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
  }
  if (!list.data) return <Loading rows={5} label="Загружаем динамику" />
  if (list.data.rows.length === 0) return null
  return <Found list={list.data} schoolId={schoolId} search={search} onChange={onChange} />
}

function Found({ list, schoolId, search, onChange }: SchoolAnalysisProps & { list: FigureListOut }) {
  const measure = search.measure ?? USUAL_MEASURE
  const all = gatherSeries(list.works).map((series) => ({
    series,
    points: pointsOfRows(series, list.rows, measure),
  }))
  // One year is no dynamics; its figures stand in the table below.
  const several = all.filter(({ points }) => points.length > 1)
  const chosen = several.find(({ series }) => series.key === search.series) ?? several[0]
  const panels: SeriesPanel[] = several.map(({ series, points }) => ({
    key: series.key,
    title: series.title,
    head: (
      <Link
        to="/schools/$schoolId/results"
        params={{ schoolId }}
        search={{ ...search, series: series.key, pool: undefined }}
        resetScroll={false}
        hash={CLOSE}
        aria-label={`${series.title}: рассмотреть`}
      >
        {series.title}
      </Link>
    ),
    points,
    measure,
  }))
  const single = all.length - several.length
  if (!chosen) return null
  return (
    <>
      <Chips
        label="Показатель"
        options={MEASURES.map(({ value, short }) => ({ value, text: short }))}
        chosen={measure}
        onChoose={(value) =>
          onChange({ measure: value === USUAL_MEASURE ? undefined : oneOf(MEASURES, value) })
        }
      />
      <Chart
        title="Динамика"
        isTall
        meta={`${titleOf(measure)}, точка и 95\u00a0% интервал`}
        isTable={isTable(search, 'dynamics')}
        onTable={(to) => onChange({ table: switched(search, 'dynamics', to) })}
        actions={
          <Download
            size="small"
            what="все показатели школы"
            load={() =>
              downloadFile((asFile) =>
                exportFigures({ query: { level: 'school', school_id: schoolId }, ...asFile }),
              )
            }
          >
            Скачать XLSX
          </Download>
        }
        drawing={<SeriesPanels panels={panels} />}
        table={<SeriesTable caption="Динамика по годам" panels={panels} />}
        caption={
          <p>
            Пунктир — годы, которые сравнивать нельзя; причина написана под графиком.
            {single > 0 && ` Ещё ${counted(single, WORKS)} за один год: они в\u00a0таблице ниже.`}
          </p>
        }
      />
      <div id={CLOSE}>
        <CloserLook
          key={chosen.series.key}
          schoolId={schoolId}
          title={chosen.series.title}
          points={chosen.points}
          measure={measure}
          pool={search.pool ?? 1}
          onPool={(pool) => onChange({ pool: pool === 1 ? undefined : pool })}
        />
      </div>
    </>
  )
}

const CLOSE = 'closer'

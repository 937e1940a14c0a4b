/** The whole territory through the years: below the minimum, success and quality on one scale. */
import { useQuery } from '@tanstack/react-query'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { getDynamicsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportDynamics } from '@/api/generated/sdk.gen'
import type { FigureListOut, FigureWorkOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { Chart } from '@/ui/charts/Chart'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import type { Level } from '../parts/analysisSearch'
import { MEASURES } from '../parts/measures'
import { type SeriesPanel, SeriesPanels, SeriesTable } from '../parts/SeriesPanels'
import { pointsOfDynamics } from '../parts/series'

interface TerritoryDynamicsProps {
  list: FigureListOut
  work: FigureWorkOut
  isTable: boolean
  onTable: (isTable: boolean) => void
}

export function TerritoryDynamics({ list, work, isTable, onTable }: TerritoryDynamicsProps) {
  const unit = widestOf(list)
  const query = {
    level: unit?.level ?? 'region',
    unit_id: unit?.id ?? '',
    procedure: work.procedure,
    subject: work.subject_code,
    grade: work.grade,
  }
  const dynamics = useQuery({ ...getDynamicsOptions({ query }), enabled: unit !== null })
  if (!unit) return null
  if (dynamics.isError) {
    return <ProblemState problem={asProblem(dynamics.error)} onRetry={() => void dynamics.refetch()} />
  }
  if (!dynamics.data) return <Loading rows={5} label="Строим динамику" />
  const { data } = dynamics
  const panels: SeriesPanel[] = MEASURES.map(({ value, short }) => ({
    key: value,
    title: short.charAt(0).toUpperCase() + short.slice(1),
    points: pointsOfDynamics(data, value),
    measure: value,
  }))
  return (
    <Chart
      title="Динамика"
      meta={data.unit.name}
      isTable={isTable}
      onTable={onTable}
      actions={
        <Download
          size="small"
          what="динамика"
          load={() => downloadFile((asFile) => exportDynamics({ query, ...asFile }))}
        >
          Скачать XLSX
        </Download>
      }
      drawing={<SeriesPanels panels={panels} />}
      table={<SeriesTable caption={`Динамика: ${data.unit.name}`} panels={panels} />}
      caption={
        data.years_without.length > 0 && <p>{`Нет результатов за: ${data.years_without.join(', ')}.`}</p>
      }
    />
  )
}

/** The widest territory the page knows: the region, else the office, else the only unit there is. */
function widestOf({ parents, units, level }: FigureListOut): { level: Level; id: string } | null {
  const parent =
    parents.find((one) => one.level === 'region') ?? parents.find((one) => one.level === 'office')
  if (parent) return { level: parent.level, id: parent.id }
  const [first] = units
  return first ? { level, id: first.id } : null
}

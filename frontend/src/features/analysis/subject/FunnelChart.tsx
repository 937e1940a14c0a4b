/** The funnel: which schools lie where the number of participants alone does not explain it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { getFunnelOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportFunnel } from '@/api/generated/sdk.gen'
import type { FunnelOut, FunnelPointOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber } from '@/lib/numbers'
import { counted, type Forms } from '@/lib/plural'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Chart } from '@/ui/charts/Chart'
import { Funnel, type FunnelPoint } from '@/ui/charts/Funnel'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { type Measure, titleOf } from '../parts/measures'
import { sayMoment, sayShare, whyJump } from '../parts/words'
import { FunnelTable } from './FunnelTable'
import { zoneText } from './zones'

const TITLE = 'Школа и случайность'
const SCHOOLS: Forms = ['школа', 'школы', 'школ']

interface FunnelChartProps {
  workId: string
  measure: Measure
  municipalityId: string | undefined
  isTable: boolean
  onTable: (isTable: boolean) => void
}

export function FunnelChart({ workId, measure, municipalityId, isTable, onTable }: FunnelChartProps) {
  const query = { work_id: workId, measure, municipality_id: municipalityId }
  const funnel = useQuery({ ...getFunnelOptions({ query }), placeholderData: keepPreviousData })
  if (funnel.isError) {
    return <ProblemState problem={asProblem(funnel.error)} onRetry={() => void funnel.refetch()} />
  }
  if (!funnel.data) return <Loading rows={6} label="Строим график" />
  if (funnel.data.points.length === 0) {
    return (
      <Box title={TITLE}>
        <p className={text.sub}>{bound(funnel.data.sentence)}</p>
      </Box>
    )
  }
  return (
    <Chart
      title={TITLE}
      meta={`${sayMoment(funnel.data.work)}, ${counted(funnel.data.points.length, SCHOOLS)}, ${titleOf(measure)}`}
      conclusion={bound(funnel.data.sentence)}
      isTable={isTable}
      onTable={onTable}
      actions={
        <Download
          size="small"
          what={TITLE}
          load={() => downloadFile((asFile) => exportFunnel({ query, ...asFile }))}
        >
          Скачать XLSX
        </Download>
      }
      drawing={<Drawing funnel={funnel.data} measure={measure} />}
      table={<FunnelTable funnel={funnel.data} measure={measure} />}
      caption={<Remarks funnel={funnel.data} />}
    />
  )
}

function Drawing({ funnel, measure }: { funnel: FunnelOut; measure: Measure }) {
  const navigate = useNavigate()
  const { center, limits, points, sentence } = funnel
  return (
    <Funnel
      points={points.map((point) => drawn(point, points.length === 1))}
      centre={center.pct ?? 0}
      centreText={`вместе ${formatNumber(center.pct)}\u00a0%`}
      limits={limits.map(({ n, low_95_pct, high_95_pct, low_998_pct, high_998_pct }) => ({
        n,
        low95: low_95_pct,
        high95: high_95_pct,
        low998: low_998_pct,
        high998: high_998_pct,
      }))}
      measure={titleOf(measure)}
      summary={`${titleOf(measure)} по\u00a0числу участников. ${sentence}`}
      onOpen={(schoolId) => void navigate({ to: '/schools/$schoolId/results', params: { schoolId } })}
    />
  )
}

/** A director sees one school only: the picture is about it wherever it lies. */
function drawn(point: FunnelPointOut, isOnly: boolean): FunnelPoint {
  const { school_id, name, n, count, pct, zone } = point
  return {
    id: school_id,
    name,
    n,
    pct,
    said: `${ratioText(count, n)}, ${zoneText(point)}`,
    isInk: isOnly || zone !== 'inside',
    canOpen: true,
  }
}

/** Why small schools jump, what a point outside means and what it does not, who is not shown. */
function Remarks({ funnel: { center, center_of, points, hidden } }: { funnel: FunnelOut }) {
  const why = whyJump(points.map(({ n }) => n))
  const outside = points.filter(({ zone }) => zone !== 'inside').length
  return (
    <>
      {why && <p>{why}</p>}
      <p>
        {`Внутри границ разброс объясним числом участников. За границу 95\u00a0% и без причины выходит примерно одна школа из двадцати`}
        {points.length > 1 && `, здесь — ${ratioText(outside, points.length)}`}
        {`: это повод для разговора, а не оценка учителя. Середина — ${center_of}, все вместе: ${sayShare(center)}.`}
      </p>
      {hidden > 0 && <p>{`Не показано: ${counted(hidden, SCHOOLS)}, где меньше пяти участников.`}</p>}
    </>
  )
}

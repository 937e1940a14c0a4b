/** «Школы как наша» in the same work: never ordered by result, strangers without a name. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listSimilarSchoolsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportSimilarSchools } from '@/api/generated/sdk.gen'
import type {
  FigureWorkOut,
  SimilarSchoolOut,
  SimilarSchoolsOut,
  UnitFiguresOut,
} from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted, type Forms } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from '../Analysis.module.css'
import { type Measure, shareOf, titleOf } from '../parts/measures'
import { sayCount, sayInterval, sayMoment, sayShare, sayWork } from '../parts/words'

const TITLE = 'Школы как наша'
const SCHOOLS: Forms = ['школа', 'школы', 'школ']

interface SimilarSchoolsProps {
  schoolId: string
  work: FigureWorkOut
  measure: Measure
}

export function SimilarSchools({ schoolId, work, measure }: SimilarSchoolsProps) {
  const asked = { path: { school_id: schoolId }, query: { work_id: work.id } }
  const similar = useQuery(listSimilarSchoolsOptions(asked))
  if (similar.isError) {
    return <ProblemState problem={asProblem(similar.error)} onRetry={() => void similar.refetch()} />
  }
  if (!similar.data) return <Loading rows={5} label="Ищем похожие школы" />
  if (similar.data.kind !== 'cluster') {
    return (
      <Box title={TITLE}>
        <p className={text.sub}>{bound(similar.data.text)}</p>
      </Box>
    )
  }
  return (
    <Box
      title={TITLE}
      meta={`${sayWork(work)}, ${sayMoment(work)}: ${counted(similar.data.schools, SCHOOLS)}`}
      isFlush
      aside={
        <Download
          size="small"
          what={TITLE}
          load={() => downloadFile((asFile) => exportSimilarSchools({ ...asked, ...asFile }))}
        >
          Скачать XLSX
        </Download>
      }
    >
      <p className={styles.inside}>{bound(similar.data.text)}</p>
      <SimilarTable similar={similar.data} measure={measure} />
      <div className={styles.legend}>
        <p>{bound(similar.data.rule.text)}</p>
        <p>Порядок не по результатам: это не рейтинг. Школы, которые вам не открыты, без названия.</p>
      </div>
    </Box>
  )
}

function SimilarTable({
  similar: { items, total },
  measure,
}: {
  similar: SimilarSchoolsOut
  measure: Measure
}) {
  const columns: Column[] = [
    { key: 'school', title: 'Школа' },
    { key: 'n', title: 'Участников', isNumeric: true },
    { key: 'share', title: titleOf(measure), isNumeric: true },
    { key: 'interval', title: '95\u00a0%', isNumeric: true },
    {
      key: 'drawn',
      title: (
        <>
          <IntervalScale />
          <VisuallyHidden>График интервала</VisuallyHidden>
        </>
      ),
      className: styles.drawn,
    },
  ]
  return (
    <DataTable
      caption={TITLE}
      columns={columns}
      density="compact"
      minWidth="medium"
      footer={
        total && (
          <tr>
            <th scope="row">Все похожие школы вместе</th>
            <Figures figures={total} measure={measure} isContext />
          </tr>
        )
      }
    >
      <tbody>
        {items.map((item) => (
          <tr key={item.label} className={item.is_asked ? cell.open : undefined}>
            <th scope="row">
              <SchoolName item={item} />
            </th>
            <Figures figures={item.figures} measure={measure} isContext={!item.is_asked} />
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function SchoolName({ item: { label, school_id, is_asked } }: { item: SimilarSchoolOut }) {
  if (is_asked) return <b>{`${label} (эта школа)`}</b>
  if (!school_id) return <>{label}</>
  return (
    <Link to="/schools/$schoolId/results" params={{ schoolId: school_id }}>
      {label}
    </Link>
  )
}

interface FiguresProps {
  figures: UnitFiguresOut | null
  measure: Measure
  isContext: boolean
}

function Figures({ figures, measure, isContext }: FiguresProps) {
  if (!figures) return <td colSpan={4}>— не писали</td>
  const share = shareOf(figures, measure)
  const { pct, ci_low_pct: low, ci_high_pct: high } = share
  return (
    <>
      <td className={cell.num}>
        {sayCount(figures.n, figures.kind)}
        {figures.small_sample && figures.kind === 'measured' && (
          <span className={styles.sub}>малая выборка</span>
        )}
      </td>
      <td className={cell.num}>{sayShare(share)}</td>
      <td className={cell.num}>{sayInterval(share) || '—'}</td>
      <td className={styles.line}>
        {pct !== null && low !== null && high !== null && (
          <Interval low={low} point={pct} high={high} isContext={isContext} />
        )}
      </td>
    </>
  )
}

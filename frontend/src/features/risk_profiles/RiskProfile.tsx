import { useQuery } from '@tanstack/react-query'
import { getRiskProfileOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { FactorOut, OpinionOut, RiskProfileOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { Box } from '@/ui/Box'
import { type Column, DataTable } from '@/ui/DataTable'
import { Level, type LevelValue } from '@/ui/Level'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { NoData, Status } from '@/ui/Status'
import type { StatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import styles from './RiskProfile.module.css'

const LEVELS: Record<string, LevelValue> = { low: 1, medium: 2, high: 3 }
const KINDS: Record<string, StatusKind> = { agree: 'ok', partial: 'ok', differ: 'due', no_data: 'idle' }

const COLUMNS: Column[] = [
  { key: 'factor', title: 'Фактор риска' },
  { key: 'survey', title: 'Анкета МЭДК', className: styles.view },
  { key: 'school', title: 'Школа', className: styles.view },
  { key: 'curator', title: 'Куратор', className: styles.view },
  { key: 'verdict', title: 'Итог', className: styles.verdict },
]

/** The factors of risk as the survey, the school and the curator see them; where they differ comes first. */
export function RiskProfile({ schoolId }: { schoolId: string }) {
  const profile = useQuery(getRiskProfileOptions({ path: { school_id: schoolId } }))
  if (profile.isPending) return <Loading rows={6} label="Загружаем рисковый профиль" />
  if (profile.isError) {
    return <ProblemState problem={asProblem(profile.error)} onRetry={() => void profile.refetch()} />
  }
  const { factors } = profile.data
  if (factors.length === 0) {
    return (
      <Box title="Рисковый профиль">
        <p className={text.sub}>Профиля нет: его составляют школы проекта 500+ после анкетирования в МЭДК.</p>
      </Box>
    )
  }
  return (
    <Box title="Рисковый профиль: три взгляда" meta={summaryOf(profile.data)} isFlush isWhole>
      <DataTable
        caption="Оценка факторов риска анкетой, школой и куратором"
        columns={COLUMNS}
        density="compact"
        minWidth="medium"
      >
        <tbody>
          {factors.map((factor) => (
            <Row key={factor.code} factor={factor} />
          ))}
        </tbody>
      </DataTable>
    </Box>
  )
}

/** «12 факторов: согласны по 10, расходятся по 2». */
export function summaryOf({ factors, agreed, differing }: RiskProfileOut): string {
  const parts = [`согласны по\u00a0${agreed}`]
  if (differing > 0) parts.push(`расходятся по\u00a0${differing}`)
  const unknown = factors.length - agreed - differing
  if (unknown > 0) parts.push(`нет данных по\u00a0${unknown}`)
  return `${counted(factors.length, ['фактор', 'фактора', 'факторов'])}: ${parts.join(', ')}`
}

function Row({ factor }: { factor: FactorOut }) {
  const { name, survey, school, curator, agreement, agreement_title } = factor
  return (
    <tr className={agreement === 'differ' ? styles.differ : undefined}>
      <th scope="row">{name}</th>
      <td className={styles.cell}>
        <Opinion opinion={survey} />
      </td>
      <td className={styles.cell}>
        <Opinion opinion={school} />
      </td>
      <td className={styles.cell}>
        <Opinion opinion={curator} />
      </td>
      <td className={styles.cell}>
        <Status kind={KINDS[agreement] ?? 'idle'} text={agreement_title} />
      </td>
    </tr>
  )
}

function Opinion({ opinion }: { opinion: OpinionOut }) {
  const level = LEVELS[opinion.level ?? '']
  if (level) return <Level value={level} text={opinion.level_title} />
  return (
    <>
      <NoData />
      {opinion.no_data_reason && <span className={styles.reason}>{opinion.no_data_reason}</span>}
    </>
  )
}

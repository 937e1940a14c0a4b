import type { FactorOut, OpinionOut } from '@/api/generated/types.gen'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { Level } from '@/ui/Level'
import { NoData, Status, Tag } from '@/ui/Status'
import styles from './RiskProfile.module.css'
import { KINDS, LEVELS } from './words'

const columns = (view: string | undefined, verdict: string | undefined): Column[] => [
  { key: 'factor', title: 'Фактор риска' },
  { key: 'survey', title: 'Анкета МЭДК', className: view },
  { key: 'school', title: 'Школа', className: view },
  { key: 'curator', title: 'Куратор', className: view },
  { key: 'verdict', title: 'Итог', className: verdict },
]
const SHORT = columns(styles.view, styles.verdict)
const FULL = columns(styles.wideView, styles.wideVerdict)

interface RiskMatrixProps {
  factors: readonly FactorOut[]
  /** On the overview: levels and the outcome, nothing else. */
  isShort?: boolean
  /** Absent where the reader decides nothing. */
  onDecide?: (factor: FactorOut) => void
}

/** Factors by three views, one row each; the server has put the differing ones first. */
export function RiskMatrix({ factors, isShort = false, onDecide }: RiskMatrixProps) {
  return (
    <DataTable
      caption="Оценка факторов риска анкетой, школой и куратором"
      columns={isShort ? SHORT : FULL}
      density="compact"
      narrow="cards"
    >
      <tbody>
        {factors.map((factor) => (
          <Row key={factor.code} factor={factor} isShort={isShort} onDecide={onDecide} />
        ))}
      </tbody>
    </DataTable>
  )
}

interface RowProps {
  factor: FactorOut
  isShort: boolean
  onDecide: RiskMatrixProps['onDecide']
}

function Row({ factor, isShort, onDecide }: RowProps) {
  const { name, survey, school, curator, agreement, verdict } = factor
  return (
    <tr className={agreement === 'differ' ? styles.differ : undefined}>
      <th scope="row">{bound(name)}</th>
      <td className={styles.cell} data-label="Анкета МЭДК">
        <Opinion opinion={survey} isShort={isShort} />
      </td>
      <td className={styles.cell} data-label="Школа">
        <Opinion opinion={school} isShort={isShort} />
      </td>
      <td className={styles.cell} data-label="Куратор">
        <Opinion opinion={curator} isShort={isShort} />
      </td>
      <td className={styles.cell} data-label="Итог">
        <div className={styles.outcome}>
          <Outcome factor={factor} isShort={isShort} />
          {onDecide && (
            <div data-noprint>
              <Button
                size="small"
                aria-haspopup="dialog"
                aria-label={`${verdict ? 'Изменить решение' : 'Решить'}: ${name}`}
                onClick={() => onDecide(factor)}
              >
                {verdict ? 'Изменить' : 'Решить'}
              </Button>
            </div>
          )}
        </div>
      </td>
    </tr>
  )
}

function Outcome({ factor, isShort }: { factor: FactorOut; isShort: boolean }) {
  const { agreement, agreement_title, verdict } = factor
  return (
    <div>
      <Status kind={KINDS[agreement] ?? 'idle'} text={agreement_title} />
      {verdict && (
        <div className={styles.decided}>
          {!isShort && (
            <span>
              {verdict.title}
              {verdict.verdict !== 'not_confirmed' && `: ${verdict.level_title.toLowerCase()}`}
            </span>
          )}
          {verdict.is_selected && <Tag kind="run" text="в работе" />}
        </div>
      )}
      {verdict?.reason && !isShort && <span className={styles.reason}>{bound(verdict.reason)}</span>}
    </div>
  )
}

function Opinion({ opinion, isShort }: { opinion: OpinionOut; isShort: boolean }) {
  const { level, level_title, no_data_reason, comment, who, recorded_at } = opinion
  return (
    <div>
      {level ? <Level value={LEVELS[level]} text={level_title} /> : <NoData />}
      {!level && no_data_reason && <span className={styles.reason}>{bound(no_data_reason)}</span>}
      {!isShort && comment && <span className={styles.reason}>{bound(comment)}</span>}
      {!isShort && recorded_at && (
        <span className={styles.reason}>
          {[who, formatDate(dateOfInstant(recorded_at))].filter(Boolean).join(', ')}
        </span>
      )}
    </div>
  )
}

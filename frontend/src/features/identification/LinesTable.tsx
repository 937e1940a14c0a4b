import { Link } from '@tanstack/react-router'
import type { IdentificationLineRowOut } from '@/api/generated/types.gen'
import { NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { NoData, Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './Identification.module.css'
import { Reasons, VerdictWords, ZoneMark } from './Verdict'
import { chanceText, historyText, KIND_OF_APPEAL } from './words'

const COLUMNS: Column[] = [
  { key: 'school', title: 'Школа', className: styles.school },
  { key: 'verdict', title: 'По правилу' },
  { key: 'why', title: 'Почему', className: styles.why },
  { key: 'chance', title: 'Вероятность перечня', isNumeric: true },
  { key: 'history', title: 'Три года' },
  { key: 'decision', title: 'Решение' },
]

interface LinesTableProps {
  runId: string
  year: number
  lines: readonly IdentificationLineRowOut[]
}

/** Schools in the order of names: this is no ranking. */
export function LinesTable({ runId, year, lines }: LinesTableProps) {
  return (
    <DataTable
      caption={`Школы в расчёте за ${year} год`}
      columns={COLUMNS}
      narrow="cards"
      minWidth="wide"
      hasStickyHeader
      isFramed
    >
      <tbody>
        {lines.map((line) => (
          <tr key={line.school_id}>
            <th scope="row">
              <Link
                to="/identification/runs/$runId/schools/$schoolId"
                params={{ runId, schoolId: line.school_id }}
              >
                {bound(line.school_name)}
              </Link>
              <div className={text.meta}>{line.municipality}</div>
            </th>
            <td data-label="По правилу">
              <VerdictWords line={line} />
            </td>
            <td data-label="Почему">
              <Reasons reasons={line.reasons} />
              {line.nearest && (
                <div className={text.meta}>{bound(`Ближе всего к порогу: ${line.nearest}`)}</div>
              )}
            </td>
            <td data-label="Вероятность перечня" className={cell.num}>
              {chanceText(line.probability)}
            </td>
            <td data-label="Три года">
              <div>{historyText(line.history)}</div>
              <div className={text.meta}>{bound(line.stability)}</div>
            </td>
            <td data-label="Решение">
              <Decided line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function Decided({ line: { decision, appeal_state, appeal_title } }: { line: IdentificationLineRowOut }) {
  return (
    <>
      {decision ? (
        <>
          <div>{bound(decision.title)}</div>
          <ZoneMark zone={decision.zone} title={decision.zone_title} />
          <div className={text.meta}>{bound(decision.basis)}</div>
        </>
      ) : (
        <NoData text="не принято" />
      )}
      {appeal_state && (
        <Status
          kind={KIND_OF_APPEAL[appeal_state] ?? 'idle'}
          text={`Возражение ${appeal_title ?? NO_DATA}`}
        />
      )}
    </>
  )
}

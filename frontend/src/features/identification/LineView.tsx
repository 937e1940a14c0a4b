import { Link } from '@tanstack/react-router'
import type { IdentificationLineOut } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import { NoData } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { Appeals } from './Appeals'
import styles from './Identification.module.css'
import { LineActions } from './LineActions'
import { RuleWords } from './RuleWords'
import { Reasons, VerdictWords, ZoneMark } from './Verdict'
import { WorksTable } from './WorksTable'
import { chanceText } from './words'

/** One school of a run whole: verdict, reasons, works, three years, decisions, appeals. */
export function LineView({ line }: { line: IdentificationLineOut }) {
  return (
    <div className={text.stackWide}>
      <div className={`${text.columns} ${text.half}`}>
        <Box title="По правилу" meta={`результаты ${line.year} года`}>
          <div className={styles.stack}>
            <VerdictWords line={line} />
            <Reasons reasons={line.reasons} />
            {line.probability !== null && (
              <p className={text.sub}>
                {bound(
                  `Вероятность попасть в перечень при таком числе учеников: ${chanceText(line.probability)}. Считается по самим результатам школы, процедуры взяты независимыми.`,
                )}
              </p>
            )}
          </div>
        </Box>
        <Box title="Решение" meta={`на ${line.academic_year} учебный год`}>
          <div className={styles.stack}>
            {line.decision ? (
              <>
                <p>
                  <b>{bound(line.decision.title)}</b>
                </p>
                <ZoneMark zone={line.decision.zone} title={line.decision.zone_title} />
                <p>{bound(`Основание: ${line.decision.basis}`)}</p>
                {line.decision.reason && <p>{bound(line.decision.reason)}</p>}
              </>
            ) : (
              <NoData text="решение не принято" />
            )}
            <LineActions line={line} />
          </div>
        </Box>
      </div>
      <Box title="Процедуры" meta="доля тех, кто не преодолел минимум" isFlush>
        {line.procedures.length > 0 ? (
          <WorksTable works={line.procedures} />
        ) : (
          <NoData text={`результатов названных в правиле процедур за ${line.year} год нет`} />
        )}
      </Box>
      <div className={`${text.columns} ${text.half}`}>
        <Box title="Три года по тому же правилу" meta={line.stability} isFlush>
          <YearsTable line={line} />
        </Box>
        <Appeals line={line} />
      </div>
      {line.decisions.length > 0 && (
        <Box title="Как решали">
          <Timeline
            items={line.decisions.map((one) => ({
              key: one.id,
              kind: 'ok',
              title: `${one.title}, ${one.zone_title}`,
              text: `${formatInstant(one.decided_at)}, ${one.who ?? '—'}, основание: ${one.basis}`,
            }))}
          />
        </Box>
      )}
      <Disclosure summary="По какому правилу">
        <RuleWords rule={line.rule} />
        <p className={styles.digest}>{`Контрольная сумма строки: ${line.digest}`}</p>
        <p>
          <Link to="/schools/$schoolId/results" params={{ schoolId: line.school_id }}>
            Результаты школы и откуда они
          </Link>
        </p>
      </Disclosure>
    </div>
  )
}

function YearsTable({ line: { history } }: { line: IdentificationLineOut }) {
  return (
    <DataTable
      caption="Вердикты трёх лет"
      density="compact"
      columns={[
        { key: 'year', title: 'Год' },
        { key: 'status', title: 'По правилу' },
        { key: 'low', title: 'Низких процедур' },
      ]}
    >
      <tbody>
        {history.map(({ year, status, title, low, assessed }) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            <td>{status === 'no_data' ? <NoData text={title} /> : title}</td>
            <td>{assessed === 0 ? <NoData text="не было учтённых" /> : `${low} из ${assessed}`}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

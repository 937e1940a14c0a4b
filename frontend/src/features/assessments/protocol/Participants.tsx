import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listParticipantsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ParticipantOut, ParticipantsOut, ProtocolOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { lastPage, Pager } from '@/ui/Pager'
import { ProblemState } from '@/ui/ProblemState'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { CorrectionDialog } from './CorrectionDialog'
import { NOT_ATTEMPTED } from './correction'
import styles from './Protocol.module.css'

const ON_A_PAGE = 50

/** Results of this version by codes, and the way to correct one after an appeal. */
export function Participants({ protocol }: { protocol: ProtocolOut }) {
  const path = { protocol_id: protocol.id }
  const found = useQuery(listParticipantsOptions({ path }))
  if (found.isError) {
    return <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
  }
  if (!found.data) return <Loading rows={6} label="Загружаем участников" />
  if (found.data.basis === 'counts') {
    return (
      <Box title="Участники">
        <p className={text.sub}>
          По этой работе известно только, сколько было отметок: результатов участников в протоколе нет.
        </p>
      </Box>
    )
  }
  return <Shown found={found.data} />
}

function Shown({ found }: { found: ParticipantsOut }) {
  const { items, state } = found
  const [typed, setTyped] = useState('')
  const [page, setPage] = useState(1)
  const [corrected, setCorrected] = useState<ParticipantOut | null>(null)
  const mayCorrect = useMay('commit_uploads') && state === 'current'
  const matching = items.filter(({ code }) => code.includes(typed.trim()))
  const shown = Math.min(page, lastPage(matching.length, ON_A_PAGE))
  return (
    <Box
      title="Участники"
      meta={`${counted(items.length, ['участник', 'участника', 'участников'])}, вместо имён коды`}
      isFlush
    >
      {items.length > ON_A_PAGE && (
        <div className={styles.search} data-noprint>
          <TextField
            type="search"
            label="Найти участника"
            placeholder="Код"
            inputMode="numeric"
            autoComplete="off"
            maxLength={19}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      {matching.length === 0 ? (
        <p className={styles.nobody} role="status">
          {typed.trim()
            ? `Участника с кодом «${typed.trim()}» в протоколе нет.`
            : 'Участников в протоколе нет.'}
        </p>
      ) : (
        <Table
          found={found}
          items={matching.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE)}
          onCorrect={mayCorrect ? setCorrected : null}
        />
      )}
      <div className={styles.pager}>
        <Pager what="участников" page={shown} pageSize={ON_A_PAGE} total={matching.length} onPage={setPage} />
      </div>
      {corrected && (
        <CorrectionDialog
          key={corrected.code}
          found={found}
          participant={corrected}
          onClose={() => setCorrected(null)}
        />
      )}
    </Box>
  )
}

interface TableProps {
  found: ParticipantsOut
  items: readonly ParticipantOut[]
  onCorrect: ((participant: ParticipantOut) => void) | null
}

function Table({ found, items, onCorrect }: TableProps) {
  const { items: all, task_names, task_max } = found
  // Of the whole version, so that columns do not come and go with the page.
  const has = (name: 'class_name' | 'variant' | 'test_score' | 'journal_mark') =>
    all.some((participant) => participant[name] !== null)
  const hasTasks = all.some(({ task_scores }) => task_scores !== null)
  const tasks = hasTasks ? task_names : []
  const columns: (Column | false)[] = [
    { key: 'code', title: 'Код' },
    onCorrect !== null && { key: 'correct', title: 'Действие' },
    has('class_name') && { key: 'class', title: 'Класс' },
    has('variant') && { key: 'variant', title: 'Вариант' },
    ...tasks.map((name, place) => ({
      key: `task ${name}`,
      title: `${name} (${task_max[place]}б)`,
      isNumeric: true,
    })),
    { key: 'primary', title: 'Первичный балл', isNumeric: true },
    has('test_score') && { key: 'test', title: 'Тестовый балл', isNumeric: true },
    { key: 'mark', title: 'Отметка', isNumeric: true },
    has('journal_mark') && { key: 'journal', title: 'По журналу', isNumeric: true },
  ]
  return (
    <DataTable
      caption="Участники"
      columns={columns.filter((column) => column !== false)}
      density="compact"
      minWidth={tasks.length > 0 ? 'wide' : 'medium'}
    >
      <tbody>
        {items.map((participant) => (
          <tr key={participant.code}>
            <th scope="row">{participant.code}</th>
            {onCorrect && (
              <td>
                <Button
                  size="small"
                  look="quiet"
                  aria-label={`Исправить результат участника ${participant.code}`}
                  onClick={() => onCorrect(participant)}
                >
                  Исправить
                </Button>
              </td>
            )}
            {has('class_name') && <td>{participant.class_name ?? NO_DATA}</td>}
            {has('variant') && <td>{participant.variant ?? NO_DATA}</td>}
            {tasks.map((name, place) => (
              <td key={name} className={cell.num}>
                {participant.task_scores ? (participant.task_scores[place] ?? NOT_ATTEMPTED) : NO_DATA}
              </td>
            ))}
            <td className={cell.num}>{formatNumber(participant.primary_score)}</td>
            {has('test_score') && <td className={cell.num}>{formatNumber(participant.test_score)}</td>}
            <td className={cell.num}>{formatNumber(participant.mark)}</td>
            {has('journal_mark') && <td className={cell.num}>{formatNumber(participant.journal_mark)}</td>}
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

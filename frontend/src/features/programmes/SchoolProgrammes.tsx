import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useHasDraft } from '@/api/drafts'
import { listSchoolProgrammesOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ProgrammeRowOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { draftName } from './document'
import { Editor } from './Editor'
import { programmeStatus, stageText } from './words'

/** The programmes of a school, one for each factor selected for work; what is missing stands here too. */
export function SchoolProgrammes({ schoolId }: { schoolId: string }) {
  const programmes = useQuery(listSchoolProgrammesOptions({ path: { school_id: schoolId } }))
  if (programmes.isPending) return <Loading rows={4} label="Загружаем программы" />
  if (programmes.isError) {
    return <ProblemState problem={asProblem(programmes.error)} onRetry={() => void programmes.refetch()} />
  }
  const { items, accepted, total, allowed_actions, cycle } = programmes.data
  if (items.length === 0) {
    return (
      <EmptyState title="Программ пока нет">
        Направления работы выбирает куратор при верификации рискового профиля. Для каждого школа пишет
        программу.
      </EmptyState>
    )
  }
  return (
    <Box title="Антирисковые программы" meta={`цикл ${cycle}, принято ${ratioText(accepted, total)}`}>
      <ul className={text.stackWide}>
        {items.map((item) => (
          <Row key={item.factor} item={item} mayBegin={allowed_actions.includes('begin')} />
        ))}
      </ul>
    </Box>
  )
}

function Row({ item, mayBegin }: { item: ProgrammeRowOut; mayBegin: boolean }) {
  const about = { schoolId: item.school_id, factor: item.factor, cycle: item.cycle }
  const hasDraft = useHasDraft()
  const [isBegun, setBegun] = useState(() => !item.id && mayBegin && hasDraft(draftName(about)))
  const [isOpenedByHand, setOpenedByHand] = useState(false)
  const navigate = useNavigate()
  return (
    <li className={text.stack}>
      <p>
        {item.id ? (
          <Link to="/programmes/$programmeId" params={{ programmeId: item.id }}>
            {bound(item.factor_name)}
          </Link>
        ) : (
          <b>{bound(item.factor_name)}</b>
        )}{' '}
        <Status {...programmeStatus(item)} />
      </p>
      {!item.is_selected && <p className={text.small}>Фактор не выбран для работы: программа лишняя.</p>}
      {item.id && (
        <p className={text.meta}>
          {stageText(1, item.stage1_confirmed, item.stage1)} ·{' '}
          {stageText(2, item.stage2_confirmed, item.stage2)}
          {item.waiting > 0 && ` · ждут куратора: ${item.waiting}`}
        </p>
      )}
      {!item.id && mayBegin && !isBegun && (
        <Button
          size="small"
          aria-label={`Начать программу: ${item.factor_name}`}
          onClick={() => {
            setBegun(true)
            setOpenedByHand(true)
          }}
        >
          Начать программу
        </Button>
      )}
      {isBegun && (
        <Editor
          programme={null}
          about={about}
          takesFocus={isOpenedByHand}
          onClose={() => setBegun(false)}
          onSaved={({ programme }) =>
            void navigate({ to: '/programmes/$programmeId', params: { programmeId: programme.id ?? '' } })
          }
        />
      )}
    </li>
  )
}

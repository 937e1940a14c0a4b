import { Link } from '@tanstack/react-router'
import type { StageCellOut, StageSchoolOut, StageStepOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Panel } from '@/ui/Panel'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { cellStatus } from './words'

export const PANEL_ID = 'stage-panel'

/** Where the evidence of a step is kept, by the name the API gives the place. */
const PLACES = {
  team: { to: '/schools/$schoolId/team', words: 'Команда сопровождения школы' },
  visits: { to: '/schools/$schoolId/visits', words: 'Посещения школы' },
  documents: { to: '/schools/$schoolId/documents', words: 'Документы школы' },
  programmes: { to: '/schools/$schoolId/programmes', words: 'Антирисковые программы школы' },
  'risk-profile': { to: '/schools/$schoolId/risk-profile', words: 'Рисковый профиль школы' },
} as const

interface CellPanelProps {
  step: StageStepOut
  school: StageSchoolOut
  cell: StageCellOut
  onClose: () => void
}

/** What the step asks for, what is there and by what, who acts next. */
export function CellPanel({ step, school, cell, onClose }: CellPanelProps) {
  return (
    <Panel id={PANEL_ID} title={step.title} meta={bound(school.school_name)} onClose={onClose}>
      <div className={text.stack}>
        <p>
          <Status {...cellStatus(cell)} />
        </p>
        <ul className={text.stack}>
          {cell.facts.map(({ code, title, since_on, missing, basis }) => (
            <li key={code}>
              <Status
                kind={since_on ? 'ok' : 'idle'}
                text={since_on ? `${title}, ${formatDate(since_on)}` : missing}
              />
              {basis && <p className={text.meta}>{bound(basis)}</p>}
            </li>
          ))}
        </ul>
        <p className={text.meta}>
          Действует: {step.who}.{' '}
          {step.due_on ? `Срок ${formatDate(step.due_on)}.` : 'Срок в распоряжении не назван.'}{' '}
          {school.curator ? `Куратор: ${school.curator}.` : 'Куратор не назначен.'}
        </p>
        <p>
          <Evidence step={step} schoolId={school.school_id} />
        </p>
      </div>
    </Panel>
  )
}

function Evidence({ step: { link, row }, schoolId }: { step: StageStepOut; schoolId: string }) {
  if (isPlace(link)) {
    const { to, words } = PLACES[link]
    return (
      <Link to={to} params={{ schoolId }}>
        {words}
      </Link>
    )
  }
  return (
    <Link to="/plan" search={{ school: schoolId, q: row ?? undefined }}>
      {row ? `Строка ${row} в дорожной карте` : 'Дорожная карта школы'}
    </Link>
  )
}

function isPlace(link: string): link is keyof typeof PLACES {
  return Object.hasOwn(PLACES, link)
}

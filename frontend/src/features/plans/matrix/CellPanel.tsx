import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { getActivityOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ActivityDetailOut, MatrixOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { Panel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { Status, Tag } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import { PANEL_ID } from '../ActivityPanel'
import panel from '../ActivityPanel.module.css'
import { capitalized, quotedTerm } from '../todoWords'

interface CellPanelProps {
  activityId: string
  schoolId: string
  matrix: MatrixOut
  onClose: () => void
  /** What another feature has to say about the row in this school. */
  children?: ReactNode
}

/** One cell of the matrix: how the row stands in this school and what of it is confirmed. */
export function CellPanel({ activityId, schoolId, matrix, onClose, children }: CellPanelProps) {
  const { data, error, refetch } = useQuery(getActivityOptions({ path: { activity_id: activityId } }))
  const place = matrix.columns.findIndex(({ activity_id }) => activity_id === activityId)
  const column = matrix.columns[place]
  const school = matrix.rows.find(({ school_id }) => school_id === schoolId)
  const look = matrix.looks[school?.cells[place] ?? -1]
  return (
    <Panel
      id={PANEL_ID}
      title={column?.title ?? data?.activity.title ?? 'Строка плана'}
      meta={column && `${column.number} · ${quotedTerm(column.term_source)}`}
      onClose={onClose}
    >
      <p className={panel.standing}>
        {school && (
          <Link to="/schools/$schoolId" params={{ schoolId }} className={panel.school}>
            {bound(school.school_name)}
          </Link>
        )}
        {look && <Tag kind={toStatusKind(look.kind)} text={look.text} />}
      </p>
      {!look && <p className={text.sub}>Эта строка не об этой школе, или школу вы не видите.</p>}
      {data ? (
        <Confirmed detail={data} schoolId={schoolId} />
      ) : error ? (
        <ProblemState problem={asProblem(error)} headingLevel={3} onRetry={() => void refetch()} />
      ) : (
        <Loading rows={3} label="Загружаем подтверждения" />
      )}
      {children}
      <p className={panel.whole}>
        <Link to="/plan" search={{ edition: matrix.edition_id, row: activityId }}>
          Вся строка и другие школы
        </Link>
      </p>
    </Panel>
  )
}

/** Each expected result of the row with the facts of this school. */
function Confirmed({ detail: { results }, schoolId }: { detail: ActivityDetailOut; schoolId: string }) {
  const own = results.flatMap(({ figure, members }) => {
    const member = members.find(({ school_id }) => school_id === schoolId)
    return member ? [{ figure, member }] : []
  })
  if (own.length === 0) {
    return (
      <p className={text.sub}>По школам эта строка не считается: выполнение отмечают по сроку целиком.</p>
    )
  }
  return own.map(({ figure, member }) => (
    <section key={figure.title}>
      <h3>{bound(figure.title)}</h3>
      {member.counted !== null && member.of_total !== null && (
        <p>{`${member.counted} из\u00a0${member.of_total}`}</p>
      )}
      <ul className={panel.factList}>
        {member.facts.map((fact) => (
          <li key={fact.code}>
            <Status kind={fact.since_on === null ? 'idle' : 'ok'} text={capitalized(fact.text)} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

import { type Action, ActionBar } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import { checkActionPoint } from '@/api/generated/sdk.gen'
import type { PointCheckIn, VisitActionPointOut, VisitOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { OUTCOMES } from './words'

/** What was agreed before and is not closed: it rolls on from visit to visit. */
export function VisitPoints({ kit }: { kit: VisitOut }) {
  return (
    <Box title="Прежние договорённости" meta={String(kit.action_points.length)}>
      {kit.action_points.length === 0 ? (
        <EmptyState title="Открытых договорённостей нет">
          Новые можно записать на странице школы, раздел «Договорённости».
        </EmptyState>
      ) : (
        <ul className={text.stackWide}>
          {kit.action_points.map((point) => (
            <li key={point.id}>
              <Point kit={kit} point={point} />
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

function Point({ kit, point }: { kit: VisitOut; point: VisitActionPointOut }) {
  const outcome = OUTCOMES.find(({ value }) => value === point.check?.outcome)?.text
  const check: Action = {
    name: 'check',
    words: outcome ? 'Изменить отметку' : 'Отметить на визите',
    form: (slot) => (
      <FieldsForm
        {...slot}
        label="Отметка на визите"
        submit="Отметить"
        sending="Отмечаем"
        fields={[
          { name: 'outcome', label: 'Как обстоит дело', kind: 'select', options: OUTCOMES },
          { name: 'note', label: 'Примечание', kind: 'text' },
        ]}
        onSend={({ outcome: chosen, note }) =>
          checkActionPoint({
            path: { point_id: point.id },
            body: {
              visit_id: kit.id,
              outcome: chosen as PointCheckIn['outcome'],
              note: note || null,
            },
            throwOnError: true,
          })
        }
      />
    ),
  }
  return (
    <>
      <p>
        <Status
          kind={point.overdue ? 'late' : point.state === 'done' ? 'run' : 'idle'}
          text={point.overdue ?? point.state_title}
        />{' '}
        {bound(point.text)}
      </p>
      <p className={text.meta}>
        {point.assignee_name}, срок {formatDate(point.due_on)}
        {outcome && `. На этом визите: ${outcome.toLowerCase()}`}
      </p>
      {kit.allowed_actions.includes('check_action_points') && (
        <ActionBar
          label={`Договорённость: ${point.text}`}
          subject={`visit.${kit.id}.point.${point.id}`}
          actions={[check]}
          allowed={['check']}
          blocked={{}}
        />
      )}
    </>
  )
}

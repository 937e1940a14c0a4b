import { Link } from '@tanstack/react-router'
import { type Action, ActionBar } from '@/acts/ActionBar'
import { Download } from '@/acts/Download'
import { FieldsForm } from '@/acts/FieldsForm'
import { ReasonForm } from '@/acts/ReasonForm'
import { downloadFile } from '@/api/download'
import { decideActionPoint, getActionPointFile } from '@/api/generated/sdk.gen'
import type { ActionPointOut, PointDecisionIn } from '@/api/generated/types.gen'
import { sendForm } from '@/api/upload'
import { formatDate, formatInstant } from '@/lib/dates'
import { NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Disclosure } from '@/ui/Disclosure'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { pointStatus } from './words'

interface PointItemProps {
  point: ActionPointOut
  today: string
  hasSchool: boolean
}

/** One agreement: what, who, until when, how it is shown, how it stood at visits. */
export function PointItem({ point, today, hasSchool }: PointItemProps) {
  return (
    <li className={text.stack}>
      <p>
        <Status {...pointStatus(point)} /> <b>{bound(point.text)}</b>
      </p>
      <p className={text.meta}>
        {hasSchool && (
          <>
            <Link to="/schools/$schoolId/action-points" params={{ schoolId: point.school_id }}>
              {point.school_name}
            </Link>
            {' · '}
          </>
        )}
        {point.assignee_name}, до {formatDate(point.due_on)}, {point.priority_title}
        {point.factor_name && ` · ${point.factor_name}`}
        {point.visit_id && (
          <>
            {' · '}
            <Link to="/visits/$visitId" params={{ visitId: point.visit_id }}>
              согласована на визите
            </Link>
          </>
        )}
      </p>
      {point.done_on && (
        <p className={text.small}>
          Выполнено {formatDate(point.done_on)}, {point.done_by}: {bound(point.evidence_text ?? '')}
        </p>
      )}
      {point.file_name && (
        <Download
          what={point.file_name}
          size="small"
          load={() =>
            downloadFile((asFile) => getActionPointFile({ path: { point_id: point.id }, ...asFile }))
          }
        >
          Скачать файл
        </Download>
      )}
      {point.verified_by && point.verified_at && (
        <p className={text.small}>
          Проверено {formatInstant(point.verified_at)}, {point.verified_by}
        </p>
      )}
      {point.reason && point.state !== 'verified' && (
        <p className={text.small}>Причина: {bound(point.reason)}</p>
      )}
      <ActionBar
        label={`Договорённость: ${point.text}`}
        subject={`point.${point.id}`}
        actions={actionsOf(point, today)}
        allowed={point.allowed_actions}
        blocked={point.blocked_by}
        moot={['verify', 'return', 'done', 'cancel']}
      />
      <Disclosure summary={<span className={text.meta}>История</span>}>
        <ul className={text.small}>
          {point.checks.map(({ visit_id, held_on, outcome_title, note }) => (
            <li key={visit_id}>
              На визите {held_on ? formatDate(held_on) : NO_DATA}: {outcome_title}
              {note && `. ${note}`}
            </li>
          ))}
          {point.steps.map(({ at, words, person_name, reason }) => (
            <li key={`${at}${words}`}>
              {formatInstant(at)}: {words}
              {person_name && `, ${person_name}`}
              {reason && `. ${reason}`}
            </li>
          ))}
        </ul>
      </Disclosure>
    </li>
  )
}

function actionsOf(point: ActionPointOut, today: string): Action[] {
  const decide = (body: PointDecisionIn) =>
    decideActionPoint({ path: { point_id: point.id }, body, throwOnError: true })
  return [
    {
      name: 'done',
      words: 'Выполнено',
      look: 'primary',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Выполнено"
          submit="Отправить на проверку"
          sending="Отправляем"
          fields={[
            {
              name: 'done_on',
              label: 'Когда выполнено',
              kind: 'date',
              start: today,
              needed: 'Укажите день.',
            },
            {
              name: 'evidence_text',
              label: 'Чем подтверждается',
              kind: 'text',
              needed: 'Напишите, чем это подтверждается.',
            },
            { name: 'file', label: 'Файл', kind: 'file', hint: 'Можно не прикладывать' },
          ]}
          onSend={({ done_on = '', evidence_text = '' }, file, onProgress) => {
            const form = new FormData()
            form.append('done_on', done_on)
            form.append('evidence_text', evidence_text)
            if (file) form.append('file', file)
            return sendForm(`/api/v1/action-points/${point.id}/done`, form, { onProgress })
          }}
        />
      ),
    },
    {
      name: 'verify',
      words: 'Подтвердить выполнение',
      look: 'primary',
      run: () => decide({ action: 'verify' }),
    },
    {
      name: 'return',
      words: 'Вернуть в работу',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Почему возвращаете"
          hint="Увидит исполнитель"
          submit="Вернуть"
          sending="Возвращаем"
          onSend={(reason) => decide({ action: 'return', reason })}
        />
      ),
    },
    {
      name: 'cancel',
      words: 'Отменить',
      look: 'quiet',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Почему отменяете"
          hint="Увидит исполнитель"
          submit="Отменить договорённость"
          sending="Отменяем"
          onSend={(reason) => decide({ action: 'cancel', reason })}
        />
      ),
    },
  ]
}

import { useQuery } from '@tanstack/react-query'
import { ActionBar, type FormSlot, reasonsOf } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import { getSchoolDocumentsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { decideIdentification, submitIdentificationAppeal } from '@/api/generated/sdk.gen'
import type { IdentificationLineOut } from '@/api/generated/types.gen'
import { oneOf, ZONES } from './runSearch'
import { DECISION_WORDS, ZONE_WORDS } from './words'

/** Where the rule says nothing, nothing is proposed either. */
const BY_STATUS: Partial<Record<IdentificationLineOut['status'], keyof typeof DECISION_WORDS>> = {
  low_results: 'listed',
  at_risk: 'monitored',
  none: 'not_listed',
}
const NOT_CHOSEN = { value: '', text: 'выберите' }
const LONG_ENOUGH = 10

/** What the reader may do about a school of a run: the office decides, the school objects. */
export function LineActions({ line }: { line: IdentificationLineOut }) {
  return (
    <ActionBar
      label="Действия"
      subject={`identification.${line.run_id}.${line.school_id}`}
      allowed={line.allowed_actions}
      blocked={reasonsOf(line.blocked)}
      actions={[
        {
          name: 'decide',
          words: line.decision ? 'Изменить решение' : 'Принять решение',
          look: 'primary',
          form: (slot) => <DecisionForm {...slot} line={line} />,
        },
        {
          name: 'appeal',
          words: 'Подать возражение',
          form: (slot) => <AppealForm {...slot} line={line} />,
        },
      ]}
    />
  )
}

type LineForm = FormSlot & { line: IdentificationLineOut }

function DecisionForm({ line, ...slot }: LineForm) {
  const decisions = Object.entries(DECISION_WORDS)
  const start = {
    decision: line.decision?.decision ?? BY_STATUS[line.status],
    zone: line.decision?.zone ?? line.zone ?? undefined,
  }
  return (
    <FieldsForm
      {...slot}
      label="Решение о школе"
      submit="Сохранить решение"
      sending="Сохраняем"
      fields={[
        {
          name: 'decision',
          label: 'Решение',
          kind: 'select',
          start: start.decision,
          needed: 'Выберите решение.',
          options: [NOT_CHOSEN, ...decisions.map(([value, text]) => ({ value, text }))],
        },
        {
          name: 'zone',
          label: 'Зона',
          kind: 'select',
          start: start.zone,
          needed: 'Выберите зону.',
          options: [NOT_CHOSEN, ...ZONES.map((value) => ({ value, text: ZONE_WORDS[value] }))],
        },
        {
          name: 'basis',
          label: 'Документ-основание',
          hint: 'Вид, дата и номер. Станет основанием признака школы',
          needed: 'Назовите документ, на котором основано решение.',
        },
        {
          name: 'reason',
          label: 'Почему не так, как по правилу',
          hint: 'Нужно, если решение или зона отличаются от расчёта. Школа это увидит',
          kind: 'text',
        },
      ]}
      onSend={(typed) =>
        decideIdentification({
          path: { run_id: line.run_id, school_id: line.school_id },
          body: {
            decision: oneOf(['listed', 'monitored', 'not_listed'], typed.decision) ?? 'not_listed',
            zone: oneOf(ZONES, typed.zone) ?? 'green',
            basis: typed.basis ?? '',
            reason: typed.reason || null,
            after_id: line.decision?.id ?? null,
          },
          throwOnError: true,
        })
      }
    />
  )
}

function AppealForm({ line, ...slot }: LineForm) {
  const documents = useQuery(getSchoolDocumentsOptions({ path: { school_id: line.school_id } }))
  const known = documents.data
    ? [...documents.data.required.flatMap(({ documents: kept }) => kept), ...documents.data.others]
    : []
  return (
    <FieldsForm
      {...slot}
      label="Возражение"
      submit="Отправить управлению"
      sending="Отправляем"
      fields={[
        {
          name: 'body',
          label: 'С чем школа не согласна и чем это подтверждается',
          hint: 'Назовите процедуру и верные числа. Имён учеников не пишите',
          kind: 'text',
          needed: 'Напишите, с чем школа не согласна.',
        },
        {
          name: 'document_id',
          label: 'Документ школы',
          hint: 'Если подтверждение уже загружено в «Документы»',
          kind: 'select',
          options: [
            { value: '', text: 'без документа' },
            ...known.map(({ id, title }) => ({ value: id, text: title })),
          ],
        },
      ]}
      check={({ body = '' }) =>
        body !== '' && body.length < LONG_ENOUGH
          ? [{ name: 'body', message: 'Напишите подробнее, хотя бы одно предложение.' }]
          : []
      }
      onSend={(typed) =>
        submitIdentificationAppeal({
          path: { school_id: line.school_id },
          body: {
            run_id: line.run_id,
            body: typed.body ?? '',
            document_id: typed.document_id || null,
          },
          throwOnError: true,
        })
      }
    />
  )
}

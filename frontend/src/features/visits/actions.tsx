/** What one does with a visit: the curator, the school, the office; each action by the API's leave. */
import type { Action } from '@/acts/ActionBar'
import { type FieldSpec, FieldsForm } from '@/acts/FieldsForm'
import { ReasonForm } from '@/acts/ReasonForm'
import { actAsCurator, actAsOffice, actAsSchool } from '@/api/generated/sdk.gen'
import type { CuratorActionIn, OfficeActionIn, SchoolActionIn, VisitOut } from '@/api/generated/types.gen'

/** The school did not confirm the day: the curator says why the visit took place all the same. */
const UNCONFIRMED: FieldSpec = {
  name: 'reason',
  label: 'Почему без подтверждения школы',
  kind: 'text',
  needed: 'Школа день не подтвердила. Напишите, почему визит всё же состоялся.',
}

export function actionsOf(visit: VisitOut, today: string): Action[] {
  const path = { visit_id: visit.id }
  const asCurator = (body: CuratorActionIn) => actAsCurator({ path, body, throwOnError: true })
  const asSchool = (body: SchoolActionIn) => actAsSchool({ path, body, throwOnError: true })
  const asOffice = (body: OfficeActionIn) => actAsOffice({ path, body, throwOnError: true })
  return [
    {
      name: 'confirm',
      words: 'Подтвердить день',
      look: 'primary',
      run: () => asSchool({ action: 'confirm' }),
    },
    {
      name: 'hold',
      words: 'Визит проведён',
      look: 'primary',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Визит проведён"
          submit="Отметить"
          sending="Отмечаем"
          fields={[
            {
              name: 'held_on',
              label: 'Когда прошёл',
              kind: 'date',
              start: visit.state === 'planned' || visit.planned_on > today ? today : visit.planned_on,
              needed: 'Укажите день визита.',
            },
            ...(visit.state === 'planned' ? [UNCONFIRMED] : []),
          ]}
          onSend={({ held_on, reason }) => asCurator({ action: 'hold', held_on, reason: reason || null })}
        />
      ),
    },
    { name: 'start_report', words: 'Начать справку', run: () => asCurator({ action: 'start_report' }) },
    { name: 'submit', words: 'Сдать справку', look: 'primary', run: () => asCurator({ action: 'submit' }) },
    {
      name: 'answer',
      words: 'Ответить на справку',
      look: 'primary',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Ответ школы"
          submit="Ответить"
          sending="Отправляем"
          fields={[
            {
              name: 'answer',
              label: 'Школа со справкой',
              kind: 'select',
              options: [
                { value: 'agrees', text: 'согласна' },
                { value: 'objects', text: 'не согласна' },
              ],
            },
            {
              name: 'comment',
              label: 'Комментарий',
              hint: 'Если не согласны, напишите, с чем',
              kind: 'text',
            },
          ]}
          onSend={({ answer, comment }) =>
            asSchool({ action: 'answer', answer: answer as 'agrees' | 'objects', comment: comment || null })
          }
        />
      ),
    },
    {
      name: 'approve',
      words: 'Утвердить справку',
      look: 'primary',
      run: () => asOffice({ action: 'approve' }),
    },
    {
      name: 'return',
      words: 'Вернуть справку',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Почему возвращаете"
          hint="Увидит куратор"
          submit="Вернуть"
          sending="Возвращаем"
          onSend={(reason) => asOffice({ action: 'return', reason })}
        />
      ),
    },
    {
      name: 'mark_medk',
      words: 'Отметка в МЭДК',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Отметка в МЭДК"
          submit="Записать"
          sending="Записываем"
          fields={[
            {
              name: 'medk_marked_on',
              label: 'Когда поставлена',
              kind: 'date',
              start: visit.medk_marked_on ?? today,
              needed: 'Укажите день отметки.',
            },
          ]}
          onSend={({ medk_marked_on }) => asCurator({ action: 'mark_medk', medk_marked_on })}
        />
      ),
    },
    {
      name: 'reschedule',
      words: 'Перенести',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Перенос визита"
          submit="Перенести"
          sending="Переносим"
          fields={[
            { name: 'planned_on', label: 'Новый день', kind: 'date', needed: 'Укажите новый день.' },
            { name: 'planned_time', label: 'Время', hint: 'Например, 10:00' },
            { name: 'reason', label: 'Почему', kind: 'text', needed: 'Напишите, почему переносите.' },
          ]}
          onSend={({ planned_on, planned_time, reason }) =>
            asCurator({
              action: 'reschedule',
              planned_on,
              planned_time: planned_time || null,
              reason: reason ?? null,
            })
          }
        />
      ),
    },
    {
      name: 'cancel',
      words: 'Отменить визит',
      look: 'quiet',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Почему отменяете"
          hint="Увидят школа и управление"
          submit="Отменить визит"
          sending="Отменяем"
          onSend={(reason) => asCurator({ action: 'cancel', reason })}
        />
      ),
    },
  ]
}

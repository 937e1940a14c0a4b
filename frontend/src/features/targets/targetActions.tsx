import type { Action } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import { ReasonForm } from '@/acts/ReasonForm'
import { decideTarget, reviseTarget } from '@/api/generated/sdk.gen'
import type { TargetCardOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'

/** What the school and the office do with a target. */
export function actionsOf(target: TargetCardOut): Action[] {
  const path = { target_id: target.id }
  const decide = (action: 'agree' | 'return' | 'close' | 'reopen' | 'cancel', more = {}) =>
    decideTarget({ path, body: { action, ...more }, throwOnError: true })
  return [
    { name: 'agree', words: 'Согласовать', look: 'primary', run: () => decide('agree') },
    {
      name: 'return',
      words: 'Вернуть на доработку',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Что исправить"
          hint="Увидят школа и управление"
          submit="Вернуть"
          sending="Возвращаем"
          onSend={(reason) => decide('return', { reason })}
        />
      ),
    },
    {
      name: 'revise',
      words: 'Изменить план',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Изменение плана"
          submit="Сохранить"
          sending="Сохраняем"
          fields={[
            {
              name: 'target_value',
              label: target.unit === 'mark' ? 'План, отметка' : 'План, %',
              kind: 'number',
              needed: 'Укажите план.',
              start: formatNumber(target.target_value, { digits: 2 }),
            },
            {
              name: 'due_year',
              label: 'План на год',
              kind: 'number',
              needed: 'Укажите год.',
              start: String(target.due_year),
            },
            { name: 'due_on', label: 'Срок, если назначен день', kind: 'date', start: target.due_on ?? '' },
            {
              name: 'reason',
              label: 'Почему меняется',
              hint: 'Изменённый план согласуют заново, прежний останется в истории',
              kind: 'text',
              needed: 'Напишите, почему план меняется.',
            },
          ]}
          onSend={({ target_value, due_year, due_on, reason = '' }) =>
            reviseTarget({
              path,
              headers: { 'if-match': `"${target.version}"` },
              body: {
                target_value: Number(target_value),
                due_year: Number(due_year),
                due_on: due_on || null,
                reason,
              },
              throwOnError: true,
            })
          }
        />
      ),
    },
    {
      name: 'close',
      words: 'Закрыть цель',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Закрытие цели"
          submit="Закрыть с фактом"
          sending="Закрываем"
          fields={[
            {
              name: 'cause',
              label: 'Причина отклонения',
              kind: 'text',
              hint: 'Можно не писать, только если план достигнут',
              ...(target.verdict === 'reached' ? {} : { needed: 'Напишите причину отклонения от плана.' }),
            },
            { name: 'proposal', label: 'Предложение', hint: 'Что сделать дальше', kind: 'text' },
          ]}
          onSend={({ cause, proposal }) =>
            decide('close', { cause: cause || null, proposal: proposal || null })
          }
        />
      ),
    },
    {
      name: 'reopen',
      words: 'Открыть снова',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Почему открываем"
          hint="Например, исправлены результаты"
          submit="Открыть снова"
          sending="Открываем"
          onSend={(reason) => decide('reopen', { reason })}
        />
      ),
    },
    {
      name: 'cancel',
      words: 'Отменить цель',
      look: 'quiet',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Почему отменяется"
          hint="Цель останется в истории школы"
          submit="Отменить цель"
          sending="Отменяем"
          onSend={(reason) => decide('cancel', { reason })}
        />
      ),
    },
  ]
}

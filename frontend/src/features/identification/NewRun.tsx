/** Starting a run, and writing a version of the rule: both leave what was there as it was. */
import { useNavigate } from '@tanstack/react-router'
import { ActionBar } from '@/acts/ActionBar'
import { FieldsForm, type Typed } from '@/acts/FieldsForm'
import { createLowResultsRule, startIdentificationRun } from '@/api/generated/sdk.gen'
import type {
  CountedWorkIn,
  LowResultsParametersIn,
  LowResultsRuleList,
  LowResultsRuleOut,
} from '@/api/generated/types.gen'
import { PROCEDURES, WAVES } from '@/lib/procedures'
import { CRITERIA, oneOf } from './runSearch'

const NUMBER = 'Укажите число.'
const WHY = 'Напишите хотя бы несколько слов.'

export function NewRun({ rules: { items, years, allowed_actions } }: { rules: LowResultsRuleList }) {
  const navigate = useNavigate()
  const options = items.map(({ id, label }) => ({ value: id, text: label }))
  return (
    <ActionBar
      label="Расчёт перечня"
      subject="identification"
      allowed={allowed_actions}
      blocked={{}}
      actions={[
        {
          name: 'start',
          words: 'Новый расчёт',
          look: 'primary',
          form: (slot) => (
            <FieldsForm
              {...slot}
              label="Новый расчёт"
              submit="Рассчитать"
              sending="Считаем"
              fields={[
                {
                  name: 'year',
                  label: 'Результаты года',
                  kind: 'select',
                  options: years.map((year) => ({ value: String(year), text: String(year) })),
                },
                { name: 'rule_id', label: 'Версия правила', kind: 'select', options },
                { name: 'note', label: 'Заметка', hint: 'Для чего этот расчёт, необязательно' },
              ]}
              onSend={async (typed) => {
                const { data } = await startIdentificationRun({
                  body: {
                    year: Number(typed.year),
                    rule_id: typed.rule_id ?? '',
                    note: typed.note || null,
                  },
                  throwOnError: true,
                })
                void navigate({ to: '/identification/runs/$runId', params: { runId: data.id } })
              }}
            />
          ),
        },
        {
          name: 'write_rule',
          words: 'Новая версия правила',
          form: (slot) => {
            const base = items[0]
            return base ? <RuleForm {...slot} base={base} /> : null
          },
        },
      ]}
    />
  )
}

interface RuleFormProps {
  base: LowResultsRuleOut
  draft: string
  takesFocus: boolean
  onClose: () => void
  onSaved: () => void
}

/** Thresholds of the newest version to begin with; what is counted is taken over from it. */
function RuleForm({ base, ...slot }: RuleFormProps) {
  const { parameters: was } = base
  const number = (name: keyof typeof was, label: string, hint?: string) => ({
    name: `parameters/${name}`,
    label,
    hint,
    kind: 'number' as const,
    needed: NUMBER,
    start: String(was[name]).replace('.', ','),
  })
  return (
    <FieldsForm
      {...slot}
      label="Новая версия правила"
      submit="Ввести версию"
      sending="Сохраняем"
      fields={[
        number('share_pct', 'Порог доли, %', `На основе: ${base.label}. Старая версия остаётся`),
        number('min_participants', 'Участников не меньше'),
        number('low_procedures', 'Критерий А: низких процедур в году'),
        {
          name: 'parameters/criteria',
          label: 'Для перечня',
          kind: 'select',
          start: was.criteria,
          options: [
            { value: 'any', text: 'достаточно одного из критериев' },
            { value: 'all', text: 'нужны оба критерия' },
          ],
        },
        number('near_share_pct', 'Группа риска: доля от, %'),
        number('near_procedures', 'Группа риска: в скольких процедурах'),
        number('red_low_procedures', 'Красная зона: низких процедур'),
        { name: 'reason', label: 'Почему меняется правило', kind: 'text', needed: WHY },
        { name: 'basis', label: 'Документ', hint: 'Вид, дата и номер', needed: 'Назовите документ.' },
      ]}
      onSend={(typed) =>
        createLowResultsRule({
          body: {
            based_on_id: base.id,
            parameters: parametersOf(was, typed),
            reason: typed.reason ?? '',
            basis: typed.basis ?? '',
          },
          throwOnError: true,
        })
      }
    />
  )
}

function parametersOf(was: LowResultsRuleOut['parameters'], typed: Typed): LowResultsParametersIn {
  const number = (name: string) => Number(typed[`parameters/${name}`])
  return {
    share_pct: number('share_pct'),
    min_participants: number('min_participants'),
    low_procedures: number('low_procedures'),
    criteria: oneOf(CRITERIA, typed['parameters/criteria']) ?? 'any',
    near_share_pct: number('near_share_pct'),
    near_procedures: number('near_procedures'),
    red_low_procedures: number('red_low_procedures'),
    excluded_kinds: was.excluded_kinds as LowResultsParametersIn['excluded_kinds'],
    procedures: was.procedures.flatMap(({ procedure, subjects, grades, waves }): CountedWorkIn[] => {
      const known = PROCEDURES.find(({ value }) => value === procedure)
      const named = WAVES.filter(({ value }) => waves.includes(value)).map(({ value }) => value)
      return known ? [{ procedure: known.value, subjects, grades, waves: named }] : []
    }),
  }
}

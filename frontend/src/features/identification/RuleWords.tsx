import type { LowResultsRuleOut } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { KeyValue } from '@/ui/KeyValue'

/** A version of the rule in words: thresholds, criteria, what is counted, where it comes from. */
export function RuleWords({ rule }: { rule: LowResultsRuleOut }) {
  const asked = rule.parameters
  const share = `${formatNumber(asked.share_pct)}\u00a0%`
  const near = `${formatNumber(asked.near_share_pct)}\u00a0%`
  return (
    <KeyValue
      pairs={[
        { name: 'Правило', value: rule.label },
        {
          name: 'Низкая процедура',
          value: `не преодолели минимум ${share} участников и больше, участников не меньше ${asked.min_participants}`,
        },
        { name: 'Критерий А', value: `низких процедур в году: ${asked.low_procedures} и больше` },
        { name: 'Критерий Б', value: 'одна и та же процедура низкая два года подряд' },
        { name: 'Для перечня', value: asked.criteria_title },
        {
          name: 'Группа риска',
          value: `одна низкая процедура или доля от ${near} в ${asked.near_procedures} процедурах`,
        },
        {
          name: 'Красная зона',
          value: `оба критерия или низких процедур ${asked.red_low_procedures} и больше`,
        },
        { name: 'Что считается', value: asked.procedures.map(countedText).join('; ') },
        { name: 'Источник', value: rule.basis ? `${rule.basis}. ${rule.reason ?? ''}` : rule.source },
        { name: 'Надёжность источника', value: rule.confidence },
        ...(rule.author_name
          ? [{ name: 'Кто ввёл', value: `${rule.author_name}, ${formatInstant(rule.recorded_at)}` }]
          : []),
      ]}
    />
  )
}

function countedText({
  procedure_title,
  subjects,
  grades,
}: LowResultsRuleOut['parameters']['procedures'][number]): string {
  const names = subjects.map((code) => SUBJECTS[code] ?? code).join(', ')
  return bound(`${procedure_title}: ${names}, программа ${grades.join(', ')} класса`)
}

const SUBJECTS: Record<string, string> = {
  russian: 'русский язык',
  math: 'математика',
  math_base: 'математика базовая',
  math_profile: 'математика профильная',
}

import type { ChoiceOut, QualityOut } from '@/api/generated/types.gen'
import { Chips } from '@/ui/Chips'
import { SelectChip } from '@/ui/SelectChip'
import { AREAS, OWNERS, oneOf, type QualitySearch, SEVERITIES } from './qualitySearch'
import { KIND_OF } from './words'

interface QualityFiltersProps {
  found: QualityOut
  search: QualitySearch
  onChange: (change: QualitySearch) => void
}

/** A choice tells how many findings it would show beside the other choices. */
export function QualityFilters({ found, search, onChange }: QualityFiltersProps) {
  const all = found.severities.reduce((sum, { count }) => sum + count, 0)
  return (
    <Chips
      label="Строгость"
      options={[
        { value: '', text: 'Все', count: all },
        ...found.severities.map(({ value, title, count }) => {
          const severity = oneOf(SEVERITIES, value)
          return { value, text: title, count, kind: severity && KIND_OF[severity] }
        }),
      ]}
      chosen={search.severity ?? ''}
      onChoose={(value) => onChange({ severity: oneOf(SEVERITIES, value) })}
    >
      <SelectChip
        label="О чём"
        options={[{ value: '', text: 'обо всём' }, ...optionsOf(found.areas)]}
        chosen={search.area ?? ''}
        onChoose={(value) => onChange({ area: oneOf(AREAS, value) })}
      />
      <SelectChip
        label="Чей ход"
        options={[{ value: '', text: 'любой' }, { value: 'mine', text: 'мой' }, ...optionsOf(found.owners)]}
        chosen={search.mine ? 'mine' : (search.owner ?? '')}
        onChoose={(value) =>
          onChange({ mine: value === 'mine' ? true : undefined, owner: oneOf(OWNERS, value) })
        }
      />
      <SelectChip
        label="Показать"
        options={[
          { value: '', text: 'что есть' },
          { value: 'dismissed', text: `отклонённые, ${found.dismissed_total}`, short: 'отклонённые' },
        ]}
        chosen={search.dismissed ? 'dismissed' : ''}
        onChoose={(value) => onChange({ dismissed: value === 'dismissed' ? true : undefined })}
      />
    </Chips>
  )
}

function optionsOf(choices: readonly ChoiceOut[]) {
  return choices.map(({ value, title, count }) => ({ value, text: `${title}, ${count}`, short: title }))
}

import type { SignalChoiceOut, SignalList } from '@/api/generated/types.gen'
import { Chips } from '@/ui/Chips'
import { SelectChip } from '@/ui/SelectChip'
import { KINDS, oneOf, PROCEDURES, type SignalsSearch, STATES } from './signalsSearch'
import { STATE_KIND } from './words'

interface SignalFiltersProps {
  found: SignalList
  search: SignalsSearch
  onChange: (to: SignalsSearch) => void
}

/** A choice tells how many signals it would show beside the other choices. */
export function SignalFilters({ found, search, onChange }: SignalFiltersProps) {
  const all = found.states.reduce((sum, { count }) => sum + count, 0)
  return (
    <Chips
      label="Решение"
      options={[
        { value: '', text: 'Все', count: all },
        ...found.states.map(({ value, title, count }) => {
          const state = oneOf(STATES, value)
          return { value, text: capital(title), count, kind: state && STATE_KIND[state] }
        }),
      ]}
      chosen={search.verdict ?? ''}
      onChoose={(value) => onChange({ verdict: oneOf(STATES, value) })}
    >
      <SelectChip
        label="Год"
        isFilter={false}
        options={found.years.map((year) => ({ value: String(year), text: String(year) }))}
        chosen={String(found.year ?? '')}
        onChoose={(value) => onChange({ year: Number(value) })}
      />
      <SelectChip
        label="О чём"
        options={[{ value: '', text: 'обо всём' }, ...optionsOf(found.kinds)]}
        chosen={search.kind ?? ''}
        onChoose={(value) => onChange({ kind: oneOf(KINDS, value) })}
      />
      <SelectChip
        label="Процедура"
        options={[{ value: '', text: 'любая' }, ...optionsOf(found.procedures)]}
        chosen={search.procedure ?? ''}
        onChoose={(value) => onChange({ procedure: oneOf(PROCEDURES, value) })}
      />
    </Chips>
  )
}

function optionsOf(choices: readonly SignalChoiceOut[]) {
  return choices.map(({ value, title, count }) => ({ value, text: `${title}, ${count}`, short: title }))
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

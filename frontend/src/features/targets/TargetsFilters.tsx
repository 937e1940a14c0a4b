import { PROCEDURES } from '@/lib/procedures'
import { Chips } from '@/ui/Chips'
import { SelectChip } from '@/ui/SelectChip'
import { oneOf, type TargetsSearch } from './targetsSearch'
import { KIND_OF_VERDICT, METRICS, STATES, VERDICTS } from './words'

interface TargetsFiltersProps {
  search: TargetsSearch
  /** Years some target is due. */
  years: readonly number[]
  onChange: (change: TargetsSearch) => void
}

export function TargetsFilters({ search, years, onChange }: TargetsFiltersProps) {
  return (
    <Chips
      label="Выполнение"
      options={[
        { value: '', text: 'Все' },
        ...VERDICTS.map(({ value, text }) => ({ value, text, kind: KIND_OF_VERDICT[value] })),
      ]}
      chosen={search.verdict ?? ''}
      onChoose={(value) => onChange({ verdict: oneOf(VERDICTS, value) })}
    >
      <SelectChip
        label="План на год"
        options={[
          { value: '', text: 'любой' },
          ...years.map((year) => ({ value: String(year), text: String(year) })),
        ]}
        chosen={search.year ? String(search.year) : ''}
        onChoose={(value) => onChange({ year: value ? Number(value) : undefined })}
      />
      <SelectChip
        label="Показатель"
        options={[{ value: '', text: 'любой' }, ...METRICS]}
        chosen={search.metric ?? ''}
        onChoose={(value) => onChange({ metric: oneOf(METRICS, value) })}
      />
      <SelectChip
        label="Процедура"
        options={[{ value: '', text: 'любая' }, ...PROCEDURES]}
        chosen={search.procedure ?? ''}
        onChoose={(value) => onChange({ procedure: oneOf(PROCEDURES, value) })}
      />
      <SelectChip
        label="Состояние"
        options={[{ value: '', text: 'все, кроме отменённых' }, ...STATES]}
        chosen={search.state ?? ''}
        onChoose={(value) => onChange({ state: oneOf(STATES, value) })}
      />
    </Chips>
  )
}

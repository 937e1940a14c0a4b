import type { IdentificationRunOut } from '@/api/generated/types.gen'
import { Chips } from '@/ui/Chips'
import { SearchField } from '@/ui/SearchField'
import { SelectChip } from '@/ui/SelectChip'
import styles from './Identification.module.css'
import { APPEALS, DECISIONS, oneOf, type RunSearch, STATUSES, ZONES } from './runSearch'
import { APPEAL_WORDS, capital, DECISION_WORDS, ZONE_WORDS } from './words'

interface RunFiltersProps {
  run: IdentificationRunOut
  search: RunSearch
  onChange: (to: RunSearch) => void
}

/** Narrow the list: by verdict with counts, by zone, decision, appeal, name. All of it is in the address. */
export function RunFilters({ run, search, onChange }: RunFiltersProps) {
  return (
    <div className={styles.filters} data-noprint>
      <div className={styles.search}>
        <SearchField
          label="Найти школу"
          placeholder="Название"
          value={search.q ?? ''}
          onSearch={(q) => onChange({ q: q || undefined })}
        />
      </div>
      <Chips
        label="По правилу"
        options={[
          { value: '', text: 'Все', count: run.seen },
          ...run.statuses.map(({ status, title, count }) => ({ value: status, text: capital(title), count })),
        ]}
        chosen={search.verdict ?? ''}
        onChoose={(value) => onChange({ verdict: oneOf(STATUSES, value) })}
      >
        <SelectChip
          label="Зона"
          options={[
            { value: '', text: 'любая' },
            ...ZONES.map((zone) => ({ value: zone, text: ZONE_WORDS[zone] })),
          ]}
          chosen={search.zone ?? ''}
          onChoose={(value) => onChange({ zone: oneOf(ZONES, value) })}
        />
        <SelectChip
          label="Решение"
          options={[
            { value: '', text: 'любое' },
            ...DECISIONS.map((value) => ({
              value,
              text: value === 'undecided' ? 'Ещё не принято' : DECISION_WORDS[value],
            })),
          ]}
          chosen={search.decision ?? ''}
          onChoose={(value) => onChange({ decision: oneOf(DECISIONS, value) })}
        />
        <SelectChip
          label="Возражение"
          options={[
            { value: '', text: 'неважно' },
            ...APPEALS.map((value) => ({ value, text: APPEAL_WORDS[value] })),
          ]}
          chosen={search.appeal ?? ''}
          onChoose={(value) => onChange({ appeal: oneOf(APPEALS, value) })}
        />
      </Chips>
    </div>
  )
}

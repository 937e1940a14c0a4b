import { type FormEvent, useState } from 'react'
import type { MatrixOut } from '@/api/generated/types.gen'
import { byAlphabet } from '@/lib/alphabet'
import { formatDate } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { Icon } from '@/ui/icons'
import { SearchField } from '@/ui/SearchField'
import { SelectField } from '@/ui/SelectField'
import styles from './MoreFilters.module.css'
import { type PlanSearch, SORTS } from './planSearch'
import { SORT_WORDS } from './rowGroups'

interface MoreFiltersProps {
  isOpen: boolean
  onToggle: () => void
  /** Absent while the schools are being read. */
  matrix: MatrixOut | undefined
  search: PlanSearch
  onChange: (change: Partial<PlanSearch>) => void
}

/** Filters needed more seldom: words, a school, a period, another order. */
export function MoreFilters({ isOpen, onToggle, matrix, search, onChange }: MoreFiltersProps) {
  return (
    <div className={styles.more} data-noprint>
      <Button
        size="small"
        aria-expanded={isOpen}
        aria-controls={isOpen ? FIELDS : undefined}
        onClick={onToggle}
      >
        Слова, школа, период, порядок <Icon name="down" />
      </Button>
      {isOpen && (
        <div id={FIELDS} className={styles.fields}>
          <SearchField
            label="Слова в строке"
            placeholder="Номер, название, документ"
            value={search.q ?? ''}
            onSearch={(q) => onChange({ q: q || undefined })}
          />
          <SelectField
            label="Школа"
            options={schoolOptions(matrix, search.school)}
            value={search.school ?? ''}
            onChoose={(school) => onChange({ school: school || undefined, page: undefined })}
          />
          <PeriodForm
            // Another period of the address begins the form anew.
            key={`${search.from} ${search.to}`}
            from={search.from}
            to={search.to}
            onChange={onChange}
          />
          <SelectField
            label="Порядок строк"
            options={SORT_OPTIONS}
            value={search.sort ?? ''}
            onChoose={(value) => onChange({ sort: SORTS.find((sort) => sort === value) })}
          />
        </div>
      )}
    </div>
  )
}

const FIELDS = 'plan-more-filters'
const SORT_OPTIONS = [
  { value: '', text: 'как в распоряжении' },
  ...SORTS.map((value) => ({ value, text: SORT_WORDS[value] })),
]

function schoolOptions(matrix: MatrixOut | undefined, chosen: string | undefined) {
  const known = (matrix?.rows ?? [])
    .map(({ school_id, school_name }) => ({ value: school_id, text: school_name }))
    .sort((a, b) => byAlphabet(a.text, b.text))
  const isUnknown = chosen !== undefined && !known.some(({ value }) => value === chosen)
  return [
    { value: '', text: 'любая' },
    ...(isUnknown ? [{ value: chosen, text: matrix ? 'не из ваших школ' : 'загружаем школы' }] : []),
    ...known,
  ]
}

const NOT_A_DAY = 'Введите день, например 12.02.2021.'
const WRONG_ORDER = 'Последний день раньше первого.'

/** Both ends of the period at once: half a date is no filter, and one end may stay open. */
function PeriodForm({
  from,
  to,
  onChange,
}: Pick<PlanSearch, 'from' | 'to'> & Pick<MoreFiltersProps, 'onChange'>) {
  const [first, setFirst] = useState(from ? formatDate(from) : '')
  const [last, setLast] = useState(to ? formatDate(to) : '')
  const [isTried, setTried] = useState(false)
  const [firstDay, lastDay] = [readDate(first), readDate(last)]
  const firstError = first.trim() !== '' && firstDay === null ? NOT_A_DAY : null
  const isReversed = firstDay !== null && lastDay !== null && lastDay < firstDay
  const lastError = last.trim() !== '' && lastDay === null ? NOT_A_DAY : isReversed ? WRONG_ORDER : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (firstError || lastError) return
    onChange({ from: firstDay ?? undefined, to: lastDay ?? undefined })
  }
  return (
    <form className={styles.period} onSubmit={submit} noValidate aria-label="Период">
      <DateField label="Срок с" hint="" value={first} onType={setFirst} error={isTried ? firstError : null} />
      <DateField label="по" hint="" value={last} onType={setLast} error={isTried ? lastError : null} />
      <Button type="submit">Показать период</Button>
    </form>
  )
}

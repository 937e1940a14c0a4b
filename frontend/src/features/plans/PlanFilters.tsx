import type { PlanOut, SectionOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { type ChipOption, Chips } from '@/ui/Chips'
import { SelectChip } from '@/ui/SelectChip'
import { countRows, sectionTitle } from './planRows'
import { type PlanSearch, ROW_FILTERS, type RowFilter, sectionParam } from './planSearch'
import { RESPONSIBLE } from './responsible'

export const FILTER_WORDS: Record<RowFilter, string> = {
  late: 'Просрочено',
  week: 'До пятницы',
  run: 'В работе',
  ask: 'Вопрос автору',
}
const SHAPES = { late: 'late', week: 'due', run: 'run', ask: 'ask' } as const
const DENSITY_OPTIONS = [
  { value: 'compact', text: 'плотные' },
  { value: 'normal', text: 'обычные' },
  { value: 'roomy', text: 'просторные' },
] as const

interface PlanFiltersProps {
  plans: readonly PlanOut[]
  editionId: string
  sections: readonly SectionOut[]
  on: string
  search: PlanSearch
  onChange: (change: Partial<PlanSearch>) => void
}

/** Which rows: by state with counts, by section, by responsible; which edition, and how dense. */
export function PlanFilters({ plans, editionId, sections, on, search, onChange }: PlanFiltersProps) {
  const counts = countRows(sections, search, on)
  const chips: ChipOption<RowFilter | 'all'>[] = [
    { value: 'all', text: 'Все', count: counts.all },
    ...ROW_FILTERS.map((value) => ({
      value,
      text: FILTER_WORDS[value],
      count: counts[value],
      kind: SHAPES[value],
    })),
  ]
  return (
    <Chips
      label="Фильтры"
      options={chips}
      chosen={search.status ?? 'all'}
      onChoose={(value) => onChange({ status: value === 'all' ? undefined : value })}
    >
      <SelectChip
        label="Раздел"
        options={[
          { value: '', text: 'все' },
          ...sections.map((section) => ({
            value: section.code,
            text: sectionTitle(section),
            short: section.code,
          })),
        ]}
        chosen={String(search.section ?? '')}
        onChoose={(code) => onChange({ section: code === '' ? undefined : sectionParam(code) })}
      />
      <SelectChip
        label="Ответственный"
        options={[
          { value: '', text: 'любой' },
          ...RESPONSIBLE.map(({ code, text, short }) => ({ value: code, text, short })),
        ]}
        chosen={search.who ?? ''}
        onChoose={(who) => onChange({ who: who === '' ? undefined : who })}
      />
      <SelectChip
        label="Строки"
        isFilter={false}
        options={DENSITY_OPTIONS}
        chosen={search.rows ?? 'compact'}
        onChoose={(rows) => onChange({ rows: rows === 'compact' ? undefined : rows })}
      />
      <EditionChoice plans={plans} editionId={editionId} onChange={onChange} />
    </Chips>
  )
}

function EditionChoice({
  plans,
  editionId,
  onChange,
}: Pick<PlanFiltersProps, 'plans' | 'editionId' | 'onChange'>) {
  const options = plans.flatMap((plan) =>
    plan.editions.map(({ id, act }) => {
      const edition = `№ ${act.number} от ${formatDate(act.signed_on)}`
      return {
        value: id,
        text: plans.length > 1 ? `${plan.title}: ${edition}` : edition,
        short: `№ ${act.number}`,
      }
    }),
  )
  if (options.length < 2) return null
  return (
    <SelectChip
      label="Редакция"
      isFilter={false}
      options={options}
      chosen={editionId}
      // Sections and rows belong to their edition.
      onChoose={(edition) => onChange({ edition, section: undefined, row: undefined })}
    />
  )
}

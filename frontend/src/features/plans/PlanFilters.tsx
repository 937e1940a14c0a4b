import type { PlanOut, SectionOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { type ChipOption, Chips } from '@/ui/Chips'
import { SelectChip } from '@/ui/SelectChip'
import { FILTER_WORDS } from './conditions'
import type { Party } from './parties'
import { countRows, type FilterContext } from './planRows'
import { GROUPS, type PlanSearch, ROW_FILTERS, type RowFilter, sectionParam } from './planSearch'
import { sectionTitle } from './rowGroups'

const SHAPES = { late: 'late', week: 'due', run: 'run', ask: 'ask', ok: 'ok', idle: 'idle' } as const
const DENSITY_OPTIONS = [
  { value: 'compact', text: 'плотные' },
  { value: 'normal', text: 'обычные' },
  { value: 'roomy', text: 'просторные' },
] as const
const GROUP_OPTIONS = [
  { value: '', text: 'по разделам' },
  { value: 'who', text: 'по ответственным' },
  { value: 'school', text: 'по школам' },
] as const
const PAPER_OPTIONS = [
  { value: 'a4', text: 'A4' },
  { value: 'a3', text: 'A3' },
] as const

interface PlanFiltersProps {
  plans: readonly PlanOut[]
  editionId: string
  sections: readonly SectionOut[]
  parties: readonly Party[]
  context: FilterContext
  search: PlanSearch
  onChange: (change: Partial<PlanSearch>) => void
}

/** Which rows: by state with counts, by section, by responsible; which edition, and how it looks. */
export function PlanFilters(props: PlanFiltersProps) {
  const { plans, editionId, sections, parties, context, search, onChange } = props
  const counts = countRows(sections, search, context)
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
          ...parties.map(({ key, text, short }) => ({ value: key, text, short })),
        ]}
        chosen={search.who ?? ''}
        onChoose={(who) => onChange({ who: who || undefined })}
      />
      {search.view === 'timeline' ? (
        <TimelineSettings search={search} onChange={onChange} />
      ) : (
        <SelectChip
          label="Строки"
          isFilter={false}
          options={DENSITY_OPTIONS}
          chosen={search.rows ?? 'compact'}
          onChoose={(rows) => onChange({ rows: rows === 'compact' ? undefined : rows })}
        />
      )}
      <EditionChoice plans={plans} editionId={editionId} onChange={onChange} />
    </Chips>
  )
}

function TimelineSettings({ search, onChange }: Pick<PlanFiltersProps, 'search' | 'onChange'>) {
  return (
    <>
      <SelectChip
        label="Группы"
        isFilter={false}
        options={GROUP_OPTIONS}
        chosen={search.group ?? ''}
        onChoose={(value) => onChange({ group: GROUPS.find((group) => group === value), page: undefined })}
      />
      <SelectChip
        label="Печать"
        isFilter={false}
        options={PAPER_OPTIONS}
        chosen={search.paper ?? 'a4'}
        onChoose={(paper) => onChange({ paper: paper === 'a3' ? paper : undefined })}
      />
    </>
  )
}

interface EditionChoiceProps {
  plans: readonly PlanOut[]
  editionId: string
  onChange: (change: { edition: string; section: undefined; row: undefined }) => void
}

/** Another edition of the plan, or another plan; nothing to choose among one. */
export function EditionChoice({ plans, editionId, onChange }: EditionChoiceProps) {
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

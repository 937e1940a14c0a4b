import type { SectionOut } from '@/api/generated/types.gen'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { FILTER_WORDS } from './PlanFilters'
import type { PlanSearch } from './planSearch'
import { RESPONSIBLE } from './responsible'

interface NothingFoundProps {
  sections: readonly SectionOut[]
  search: PlanSearch
  onDrop: (change: Partial<PlanSearch>) => void
}

/** The filters found nothing: names them and offers to drop each. */
export function NothingFound({ sections, search, onDrop }: NothingFoundProps) {
  const conditions = conditionsOf(search, sections)
  return (
    <EmptyState
      title="Таких строк нет"
      action={
        <span className={text.row}>
          {conditions.map(({ drop, words }) => (
            <Button key={words} size="small" onClick={() => onDrop(drop)}>
              Убрать условие «{words}»
            </Button>
          ))}
        </span>
      }
    >
      {conditions.length > 1
        ? 'Ни одна строка не подходит под условия сразу: '
        : 'Ни одна строка не подходит под условие '}
      {conditions.map(({ words }) => `«${words}»`).join(', ')}.
    </EmptyState>
  )
}

function conditionsOf({ status, section, who }: PlanSearch, sections: readonly SectionOut[]) {
  const conditions: { drop: Partial<PlanSearch>; words: string }[] = []
  if (status !== undefined) conditions.push({ drop: { status: undefined }, words: FILTER_WORDS[status] })
  if (section !== undefined) {
    const isKnown = sections.some(({ code }) => code === String(section))
    conditions.push({
      drop: { section: undefined },
      words: isKnown ? `Раздел ${section}` : `Раздел ${section}, которого в плане нет`,
    })
  }
  const responsible = RESPONSIBLE.find(({ code }) => code === who)
  if (responsible) conditions.push({ drop: { who: undefined }, words: `Ответственный: ${responsible.text}` })
  return conditions
}

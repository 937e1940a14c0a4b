import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import type { Condition } from './conditions'
import type { PlanSearch } from './planSearch'

interface NothingFoundProps {
  conditions: readonly Condition[]
  onDrop: (change: Partial<PlanSearch>) => void
}

/** The filters found nothing: names them and offers to drop each. */
export function NothingFound({ conditions, onDrop }: NothingFoundProps) {
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

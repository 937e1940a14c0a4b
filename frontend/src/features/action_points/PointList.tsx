import type { ActionPointOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { dateOfInstant } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { Chips } from '@/ui/Chips'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { PointItem } from './PointItem'
import type { PointFilter } from './pointsSearch'

interface PointListProps {
  items: readonly ActionPointOut[]
  hasSchool: boolean
  filter: PointFilter
  onFilter: (filter: PointFilter) => void
}

const TESTS: Readonly<Record<PointFilter, (point: ActionPointOut) => boolean>> = {
  work: ({ state }) => state === 'open' || state === 'done',
  overdue: ({ is_overdue }) => is_overdue,
  mine: ({ state }) => state === 'open',
  check: ({ state }) => state === 'done',
  all: () => true,
}

/** Agreements with their filters; the same on the page of a school and on the common one. */
export function PointList({ items, hasSchool, filter, onFilter }: PointListProps) {
  const me = useMe()
  const today = dateOfInstant(me.now)
  const tests = {
    ...TESTS,
    mine: (point: ActionPointOut) => TESTS.mine(point) && point.assignee_id === me.id,
  }
  const count = (name: PointFilter) => items.filter(tests[name]).length
  const shown = items.filter(tests[filter])
  return (
    <div className={text.stackWide}>
      <Chips<PointFilter>
        label="Договорённости"
        chosen={filter}
        onChoose={onFilter}
        options={[
          { value: 'work', text: 'В работе', count: count('work') },
          { value: 'overdue', text: 'Просрочены', count: count('overdue'), kind: 'late' },
          { value: 'mine', text: 'Мои', count: count('mine') },
          { value: 'check', text: 'Ждут проверки', count: count('check'), kind: 'run' },
          { value: 'all', text: 'Все', count: items.length },
        ]}
      />
      {shown.length === 0 ? (
        <EmptyState title="Таких договорённостей нет">Выберите другой отбор.</EmptyState>
      ) : (
        <Box title="Договорённости" meta={String(shown.length)}>
          <ul className={text.stackWide}>
            {shown.map((point) => (
              <PointItem key={point.id} point={point} today={today} hasSchool={hasSchool} />
            ))}
          </ul>
        </Box>
      )}
    </div>
  )
}

import { Link, useLocation } from '@tanstack/react-router'
import { type Section, sectionAt } from '@/app/sections'
import { urgentCount } from '@/features/plans/todoWords'
import { counted } from '@/lib/plural'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './SectionList.module.css'
import { useKnownTodo } from './useKnownTodo'

interface SectionListProps {
  sections: readonly Section[]
  onFollow?: () => void
}

/** The links to the sections: a row in the header, a column in the drawer. */
export function SectionList({ sections, onFollow }: SectionListProps) {
  const todo = useKnownTodo()
  const urgent = todo ? urgentCount(todo) : 0
  const current = sectionAt(useLocation().pathname)
  return (
    <ul>
      {sections.map(({ to, title }) => (
        <li key={to}>
          {/* The page of one school still belongs to «Школы», a target to «Результаты». */}
          <Link
            to={to}
            aria-current={current?.to === to ? 'page' : undefined}
            activeOptions={{ exact: true, includeSearch: false }}
            onClick={onFollow}
          >
            {title}
            {to === '/' && urgent > 0 && (
              <span className={styles.badge}>
                <span aria-hidden="true">{urgent}</span>
                <VisuallyHidden>, {counted(urgent, URGENT)}</VisuallyHidden>
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  )
}

const URGENT = ['срочное', 'срочных', 'срочных'] as const

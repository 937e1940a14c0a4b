import { Link } from '@tanstack/react-router'
import type { Section } from '@/app/sections'

interface SectionListProps {
  sections: readonly Section[]
  onFollow?: () => void
}

/** The links to the sections: a row in the header, a column in the drawer. */
export function SectionList({ sections, onFollow }: SectionListProps) {
  return (
    <ul>
      {sections.map(({ to, title }) => (
        <li key={to}>
          {/* The page of one school still belongs to «Школы»; only the first screen is exact. */}
          <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} onClick={onFollow}>
            {title}
          </Link>
        </li>
      ))}
    </ul>
  )
}

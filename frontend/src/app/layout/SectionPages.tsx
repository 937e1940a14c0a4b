import { Link, useLocation } from '@tanstack/react-router'
import { pageAt, type Section } from '@/app/sections'
import { Tabs } from '@/ui/Tabs'

/** The row of pages of a section that has several, above the page. */
export function SectionPages({ section: { title, pages = [] } }: { section: Section }) {
  const current = pageAt(useLocation().pathname)
  if (pages.length < 2) return null
  return (
    <Tabs label={title}>
      {pages.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          aria-current={current?.to === to ? 'page' : undefined}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </Tabs>
  )
}

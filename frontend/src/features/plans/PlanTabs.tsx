import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Tabs } from '@/ui/Tabs'
import styles from './PlanTabs.module.css'
import type { PlanSearch } from './planSearch'

interface PlanTabsProps {
  /** The filters that go along from the table to the timeline and back; another page brings the edition only. */
  search: PlanSearch
  /** Links to what belongs to keeping the plan, at the right end. */
  aside?: ReactNode
}

/** The ways to look at a plan, each with an address of its own. */
export function PlanTabs({ search, aside }: PlanTabsProps) {
  return (
    <Tabs label="Вид дорожной карты">
      <Link to="/plan" search={{ ...search, view: undefined }} activeOptions={BY_SEARCH}>
        Таблица
      </Link>
      <Link to="/plan" search={{ ...search, view: 'timeline' }} activeOptions={BY_SEARCH}>
        Лента сроков
      </Link>
      <Link to="/plan/matrix" search={{ edition: search.edition }} activeOptions={BY_PATH}>
        Школы и строки
      </Link>
      {aside && <span className={styles.aside}>{aside}</span>}
    </Tabs>
  )
}

// Table and timeline have one path: only the search tells them apart.
const BY_SEARCH = { exact: true, includeSearch: true }
const BY_PATH = { includeSearch: false }

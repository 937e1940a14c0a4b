import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { SearchButton } from '@/app/search/SearchButton'
import type { Section } from '@/app/sections'
import { Icon } from '@/ui/icons'
import { PRODUCT_NAME } from '@/ui/PageHeader'
import styles from './Header.module.css'
import { NarrowMenu } from './NarrowMenu'
import { SectionList } from './SectionList'

/** Brand, sections with the current one marked, and the person at the right. */
export function Header({ sections, person }: { sections: readonly Section[]; person: ReactNode }) {
  return (
    <header className={styles.header} data-noprint>
      <Link to="/" className={styles.brand}>
        <Icon name="brand" />
        <span className={styles.word}>{PRODUCT_NAME}</span>
      </Link>
      <nav className={styles.nav} aria-label="Разделы">
        <SectionList sections={sections} />
      </nav>
      <div className={styles.menu}>
        <NarrowMenu sections={sections} />
      </div>
      <div className={styles.right}>
        <SearchButton />
        {person}
      </div>
    </header>
  )
}

import type { ReactNode } from 'react'
import { bound } from '@/lib/typography'
import styles from './PageHeader.module.css'

export const PRODUCT_NAME = 'Маршрут'

interface PageHeaderProps {
  /** The heading of the page and of the browser's tab. */
  title: string
  /** Where we are, above the heading: a link and a word. */
  crumbs?: ReactNode
  /** The sentence under the heading: the page in one line. */
  children?: ReactNode
  actions?: ReactNode
}

/** The top of every page: where, what, in one sentence, and what can be done. */
export function PageHeader({ title, crumbs, children, actions }: PageHeaderProps) {
  return (
    <div className={styles.header}>
      <PageTitle title={title} />
      <div className={styles.words}>
        {crumbs && <div className={styles.crumbs}>{crumbs}</div>}
        <h1>{bound(title)}</h1>
        {children && (
          <p className={styles.sub}>{typeof children === 'string' ? bound(children) : children}</p>
        )}
      </div>
      {actions && (
        <div className={styles.actions} data-noprint>
          {actions}
        </div>
      )}
    </div>
  )
}

/** The title of the browser's tab; React moves it to the head. */
export function PageTitle({ title }: { title: string }) {
  return <title>{`${title} — ${PRODUCT_NAME}`}</title>
}

/** Pairs of name and value: in a column, or as the passport strip across the page. */
import type { ReactNode } from 'react'
import { bound } from '@/lib/typography'
import styles from './KeyValue.module.css'

export interface Pair {
  name: string
  value: ReactNode
}

function Pairs({ pairs, className }: { pairs: readonly Pair[]; className: string | undefined }) {
  return (
    <dl className={className}>
      {pairs.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? bound(value) : value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Names at the left, values at the right. */
export function KeyValue({ pairs }: { pairs: readonly Pair[] }) {
  return <Pairs pairs={pairs} className={styles.column} />
}

/** The passport of a thing: one strip of facts under the heading of its page. */
export function Passport({ pairs }: { pairs: readonly Pair[] }) {
  return <Pairs pairs={pairs} className={styles.strip} />
}

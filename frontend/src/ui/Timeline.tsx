import { bound } from '@/lib/typography'
import { Icon } from './icons'
import { SHAPE_OF, type StatusKind } from './status'
import styles from './Timeline.module.css'

export interface TimelineItem {
  key: string
  kind: StatusKind
  title: string
  text?: string | null
}

/** What happened and what is ahead, newest first as the page decides; the words carry the state. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className={styles.timeline}>
      {items.map(({ key, kind, title, text }) => (
        <li key={key} data-kind={kind} className={styles[kind]}>
          <Icon name={SHAPE_OF[kind]} size={11} />
          <b>{bound(title)}</b>
          {text && <span className={styles.text}>{bound(text)}</span>}
        </li>
      ))}
    </ol>
  )
}

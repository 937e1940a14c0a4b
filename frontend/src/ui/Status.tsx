import { bound } from '@/lib/typography'
import { classes } from './classes'
import { Icon } from './icons'
import styles from './Status.module.css'
import { SHAPE_OF, type StatusKind } from './status'

interface StatusProps {
  kind: StatusKind
  /** Words are required: shape and colour only repeat them. */
  text: string
}

/** A status in a line of text or in a cell. */
export function Status({ kind, text }: StatusProps) {
  return (
    <span className={classes(styles.status, styles[kind])} data-kind={kind}>
      <Icon name={SHAPE_OF[kind]} size={11} />
      <span>{bound(text)}</span>
    </span>
  )
}

/** The same status as a label beside a figure or a heading. */
export function Tag({ kind, text }: StatusProps) {
  return (
    <span className={classes(styles.tag, styles[kind])} data-kind={kind}>
      <Icon name={SHAPE_OF[kind]} size={10} />
      <span>{bound(text)}</span>
    </span>
  )
}

/** «— нет данных»: missing is written, never an empty cell. */
export function NoData({ text = 'нет данных' }: { text?: string }) {
  return <span className={styles.noData}>— {text}</span>
}

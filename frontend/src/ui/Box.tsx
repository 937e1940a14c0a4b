import { type ReactNode, useId } from 'react'
import styles from './Box.module.css'
import { classes } from './classes'
import text from './text.module.css'

interface BoxProps {
  title: string
  /** A short remark beside the heading: how many, since when. */
  meta?: ReactNode
  /** A link or a button at the right end of the heading. */
  aside?: ReactNode
  children: ReactNode
  /** Tables and lists that bring their own padding. */
  isFlush?: boolean
  /** Printed on one sheet where it fits; tables of many sheets are not. */
  isWhole?: boolean
  level?: 2 | 3
}

/** A section of a page: a frame with a heading that names the region. */
export function Box({
  title,
  meta,
  aside,
  children,
  isFlush = false,
  isWhole = !isFlush,
  level = 2,
}: BoxProps) {
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={classes(styles.box, isWhole && styles.whole)} aria-labelledby={id}>
      <div className={styles.head}>
        <Heading id={id}>{title}</Heading>
        {meta && <span className={text.meta}>{meta}</span>}
        {aside && <span className={styles.aside}>{aside}</span>}
      </div>
      <div className={isFlush ? styles.flush : styles.body}>{children}</div>
    </section>
  )
}

/** The frame of every table: caption, sticky header, own scroll, cards on narrow screens. Rows are the page's. */
import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './DataTable.module.css'
import type { GridHandlers } from './useGrid'
import { VisuallyHidden } from './VisuallyHidden'

export interface Column {
  key: string
  title: ReactNode
  isNumeric?: boolean
  /** Any CSS class that gives the column its width. */
  className?: string
}

interface DataTableProps {
  /** What the table shows; read aloud, not seen. */
  caption: string
  columns: Column[]
  /** Rows with `th scope="row"` and `td`; on `cards` tables each `td` wears `data-label`. */
  children: ReactNode
  density?: 'compact' | 'normal' | 'roomy'
  /** Below 900 px rows become labelled cards; otherwise the table scrolls in its own region. */
  narrow?: 'cards' | 'scroll'
  /** Keeps the header under the page's header while scrolling down. */
  hasStickyHeader?: boolean
  /** Own frame; off inside a Box, which has one. */
  isFramed?: boolean
  minWidth?: 'none' | 'medium' | 'wide'
  footer?: ReactNode
  /** Arrows go from cell to cell: the handlers of `useGrid`; its cells wear `data-place`. */
  grid?: GridHandlers
}

export function DataTable({
  caption,
  columns,
  children,
  density = 'normal',
  narrow = 'scroll',
  hasStickyHeader = false,
  isFramed = false,
  minWidth = 'none',
  footer,
  grid,
}: DataTableProps) {
  const isCards = narrow === 'cards'
  return (
    // A region that scrolls must be reachable by keyboard and named (WCAG 2.1.1).
    <section
      aria-label={`${caption}: таблица`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className={classes(
        styles.frame,
        isFramed && styles.framed,
        hasStickyHeader ? styles.sticky : styles.scroll,
      )}
    >
      <table
        {...(grid && { ...grid, role: 'grid' })}
        className={classes(styles.table, styles[density], isCards && styles.cards, styles[`min-${minWidth}`])}
      >
        <caption>
          <VisuallyHidden>{caption}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            {columns.map(({ key, title, isNumeric, className }) => (
              <th key={key} scope="col" className={classes(isNumeric && styles.num, className)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        {children}
        {footer && <tfoot>{footer}</tfoot>}
      </table>
    </section>
  )
}

/** The first row of a `tbody`: it names the section. */
export function SectionRow({ span, title, meta }: { span: number; title: ReactNode; meta?: ReactNode }) {
  return (
    <tr className={styles.section}>
      <th colSpan={span} scope="rowgroup">
        {title}
        {meta && <span className={styles.meta}>{meta}</span>}
      </th>
    </tr>
  )
}

/** Classes for rows and cells: `num` right-aligned, `open` the row whose panel is shown, `number` the № column. */
export const cell = { num: styles.num, open: styles.open, number: styles.number, who: styles.who }

/** The frame of every chart: the sentence, the drawing or the same numbers as a table, the remark. */
import { type ReactNode, useId } from 'react'
import { Box } from '../Box'
import styles from './charts.module.css'

interface ChartProps {
  title: string
  /** A short remark beside the heading: of whom, when. */
  meta?: ReactNode
  /** What the drawing shows, in one or two sentences. */
  conclusion?: ReactNode
  drawing: ReactNode
  /** The same numbers; a `DataTable`. */
  table: ReactNode
  isTable: boolean
  onTable: (isTable: boolean) => void
  /** Buttons beside the switch: «Скачать XLSX». */
  actions?: ReactNode
  caption?: ReactNode
  /** A drawing that brings its own padding: columns in a table. */
  isDrawingFlush?: boolean
  /** Higher than a sheet: printed from where it stands, its parts kept whole. */
  isTall?: boolean
}

/** What is shown is what is printed: the drawing or the table. */
export function Chart({
  title,
  meta,
  conclusion,
  drawing,
  table,
  isTable,
  onTable,
  actions,
  caption,
  isDrawingFlush = false,
  isTall = false,
}: ChartProps) {
  const id = useId()
  return (
    <Box
      title={title}
      meta={meta}
      isFlush
      isWhole={!isTable && !isTall}
      aside={
        <span className={styles.switch} data-noprint>
          <fieldset className={styles.segments} aria-label={`${title}: как показать`} aria-controls={id}>
            <button type="button" aria-pressed={!isTable} onClick={() => onTable(false)}>
              График
            </button>
            <button type="button" aria-pressed={isTable} onClick={() => onTable(true)}>
              Таблица
            </button>
          </fieldset>
          {actions}
        </span>
      }
    >
      {conclusion && <p className={styles.conclusion}>{conclusion}</p>}
      <div id={id} className={isTable || isDrawingFlush ? undefined : styles.drawing}>
        {isTable ? table : drawing}
      </div>
      {caption && <div className={styles.caption}>{caption}</div>}
    </Box>
  )
}

/** «2 из 3»: a number that always says of what, and as a button opens who is missing. */
import { ratioText } from '@/lib/ratio'
import { classes } from './classes'
import styles from './Figure.module.css'

/** More dots than this are not counted at a glance. */
const MOST_PIPS = 5

function Pips({ met, total }: { met: number; total: number }) {
  if (total < 1 || total > MOST_PIPS) return null
  return (
    <span className={styles.pips} aria-hidden="true">
      {Array.from({ length: total }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
        <i key={place} className={place < met ? styles.filled : undefined} />
      ))}
    </span>
  )
}

interface FigureProps {
  met: number
  total: number
}

/** The figure as text. */
export function Figure({ met, total, strong = true }: FigureProps & { strong?: boolean }) {
  return (
    <span className={styles.figure}>
      <Pips met={met} total={total} />
      {strong ? <b>{ratioText(met, total)}</b> : ratioText(met, total)}
    </span>
  )
}

interface FigureButtonProps extends FigureProps {
  /** For a page that returns the focus to it. */
  id?: string
  /** What is counted, for those who hear the button: «Посещение образовательных организаций». */
  label: string
  isOpen: boolean
  /** Id of the panel it opens. */
  controls: string
  onClick: () => void
}

/** The figure as a button that opens the panel with the missing ones. */
export function FigureButton({ id, met, total, label, isOpen, controls, onClick }: FigureButtonProps) {
  return (
    <button
      id={id}
      type="button"
      className={classes(styles.figure, styles.button)}
      aria-expanded={isOpen}
      aria-controls={isOpen ? controls : undefined}
      aria-label={`${ratioText(met, total)}: ${label}`}
      onClick={onClick}
    >
      <Pips met={met} total={total} />
      {ratioText(met, total)}
    </button>
  )
}

/** The one large figure of a panel. */
export function BigFigure({ met, total }: FigureProps) {
  return <p className={styles.big}>{ratioText(met, total)}</p>
}

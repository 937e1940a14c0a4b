/** The side panel: at the right of the page where there is room, over it where there is none. */
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { SideDrawer } from './Dialog'
import { Icon } from './icons'
import styles from './Panel.module.css'

interface PanelProps {
  id: string
  title: string
  /** A line above the heading: number, dates, who. */
  meta?: ReactNode
  children: ReactNode
  onClose: () => void
}

/** Page content at the left, the open panel (or nothing) at the right. */
export function WithPanel({ children, panel }: { children: ReactNode; panel: ReactNode | null }) {
  return (
    <div className={panel ? styles.split : undefined}>
      <div className={styles.content}>{children}</div>
      {panel}
    </div>
  )
}

/** Esc closes; the focus returns to the button that opened it. */
export function Panel(props: PanelProps) {
  const isWide = useMediaQuery('(min-width: 1181px)', true, { getInitialValueInEffect: false })
  // Read while rendering: afterwards the focus is already inside.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // The opener is gone when the page itself has changed.
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    },
    [opener],
  )
  return isWide ? <SidePanel {...props} /> : <DrawerPanel {...props} />
}

function SidePanel({ id, title, meta, children, onClose }: PanelProps) {
  const frame = useRef<HTMLElement>(null)
  useEffect(() => frame.current?.focus({ preventScroll: true }), [])
  useEscape(onClose)
  return (
    <aside ref={frame} id={id} className={styles.side} aria-label={title} tabIndex={-1} data-noprint>
      <div className={styles.head}>
        <div>
          {meta && <p className={styles.meta}>{meta}</p>}
          <h2>{title}</h2>
        </div>
        <button type="button" className={styles.close} aria-label="Закрыть" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </aside>
  )
}

/** Esc closes the panel from anywhere on the page, unless it closes something that lies above the page. */
function useEscape(close: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isAbove = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null
      if (event.key === 'Escape' && !event.defaultPrevented && !isAbove) close()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [close])
}

function DrawerPanel({ id, title, meta, children, onClose }: PanelProps) {
  return (
    <SideDrawer isOpen onClose={onClose} side="right" size="100%" title={title} id={id}>
      {meta && <p className={styles.meta}>{meta}</p>}
      {children}
    </SideDrawer>
  )
}

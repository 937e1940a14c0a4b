/** Windows over the page: a dialog in the middle, a drawer at the side. Focus stays inside and returns. */
import { Drawer, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './Dialog.module.css'

interface WindowProps {
  title: string
  isOpen: boolean
  children: ReactNode
}

const OVERLAY = { backgroundOpacity: 0.35 }
// Not `className` on the content: Mantine would give it to the full-screen layer around it too.
const CLASSES = { content: styles.content }

interface DialogProps extends WindowProps {
  /** Esc and a cross close it; without this the dialog must be answered by its buttons. */
  onClose?: () => void
  /** A search stands high, so that its answers have room below. */
  isHigh?: boolean
}

/** A dialog over the page. */
export function Dialog({ title, isOpen, onClose, isHigh = false, children }: DialogProps) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={() => onClose?.()}
      closeOnEscape={onClose !== undefined}
      // What is typed must not be lost by a press beside the form.
      closeOnClickOutside={isHigh}
      size={isHigh ? 'lg' : 'sm'}
      centered={!isHigh}
      classNames={CLASSES}
    >
      <Modal.Overlay {...OVERLAY} />
      <Modal.Content>
        {/* Mantine's own header is a <header>, which inside a dialog reads as a second head of the page. */}
        <div className={styles.head}>
          <Modal.Title className={styles.title}>{title}</Modal.Title>
          {onClose && <Modal.CloseButton aria-label="Закрыть" />}
        </div>
        <Modal.Body className={styles.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

interface SideDrawerProps extends WindowProps {
  onClose: () => void
  side?: 'left' | 'right'
  /** Pixels, or the whole width of a narrow window. */
  size?: number | '100%'
  id?: string
}

/** A drawer closed by its cross, by Esc, or by a press outside. */
export function SideDrawer({
  title,
  isOpen,
  onClose,
  side = 'left',
  size = 320,
  id,
  children,
}: SideDrawerProps) {
  return (
    <Drawer.Root opened={isOpen} onClose={onClose} position={side} size={size} id={id} classNames={CLASSES}>
      <Drawer.Overlay {...OVERLAY} />
      <Drawer.Content>
        <div className={styles.head}>
          <Drawer.Title className={styles.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Закрыть" data-noprint />
        </div>
        <Drawer.Body className={styles.body}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

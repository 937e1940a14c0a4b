import { useState } from 'react'
import type { Shown } from './SourcesDrawer'

/** Which figure's sources are open; the figure is kept while the drawer closes. */
export function useOpen() {
  const [shown, setShown] = useState<Shown | null>(null)
  const [isOpen, setOpen] = useState(false)
  return {
    shown,
    isOpen,
    open: (figure: Shown) => {
      setShown(figure)
      setOpen(true)
    },
    close: () => setOpen(false),
  }
}

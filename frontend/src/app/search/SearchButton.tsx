import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { Dialog } from '@/ui/Dialog'
import { Icon } from '@/ui/icons'
import { Loading } from '@/ui/Loading'
import styles from './SearchButton.module.css'

const SearchBox = lazy(async () => ({ default: (await import('./SearchBox')).SearchBox }))

/** «Найти» in the header: schools, rows of the plan and sections from any page, also by Ctrl K. */
export function SearchButton() {
  const [isOpen, { open, close }] = useDisclosure(false)
  // In every field and on every keyboard layout: the key is known by its place, the letter may be «л».
  useHotkeys([['mod+K', open, { usePhysicalKeys: true }]], [])
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-keyshortcuts="Control+K"
        onClick={open}
      >
        <Icon name="find" />
        <span className={styles.word}>Найти</span>
        <span className={styles.keys} aria-hidden="true">
          Ctrl K
        </span>
      </button>
      <Dialog title="Найти" isOpen={isOpen} onClose={close} isHigh>
        <Suspense fallback={<Loading rows={2} label="Открываем поиск" />}>
          <SearchBox onFollow={close} />
        </Suspense>
      </Dialog>
    </>
  )
}

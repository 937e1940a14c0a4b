import { useDisclosure } from '@mantine/hooks'
import type { Section } from '@/app/sections'
import { Button } from '@/ui/Button'
import { SideDrawer } from '@/ui/Dialog'
import { Icon } from '@/ui/icons'
import styles from './NarrowMenu.module.css'
import { SectionList } from './SectionList'

/** The sections where the header has no room for them: narrow windows and 200 % zoom. */
export function NarrowMenu({ sections }: { sections: readonly Section[] }) {
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button size="small" aria-haspopup="dialog" aria-expanded={isOpen} onClick={open}>
        Меню <Icon name="down" />
      </Button>
      <SideDrawer isOpen={isOpen} onClose={close} title="Разделы">
        <nav className={styles.list} aria-label="Разделы">
          <SectionList sections={sections} onFollow={close} />
        </nav>
      </SideDrawer>
    </>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useMe } from '@/api/me'
import { signOut } from '@/api/session'
import { sectionsFor } from '@/app/sections'
import { SignInDialog } from '@/features/auth/SignInDialog'
import { formatInstant, TIME_ZONE_NOTE } from '@/lib/dates'
import { SkipLink } from '@/ui/SkipLink'
import { DemoBanner } from './DemoBanner'
import { Header } from './Header'
import styles from './Layout.module.css'
import { PersonMenu } from './PersonMenu'

/** The frame of every page of those who have logged in. */
export function Layout() {
  const me = useMe()
  const main = useFocusAfterNavigation()
  const leave = useLeave()
  return (
    <>
      <SkipLink target="main" />
      <Header
        sections={sectionsFor(me.permissions)}
        person={<PersonMenu me={me} onSignOut={() => void signOut().finally(leave)} />}
      />
      {me.demo_moment && <DemoBanner now={me.now} />}
      <main ref={main} id="main" className={styles.page} tabIndex={-1}>
        <Outlet />
        <footer className={styles.footer}>
          {me.demo_moment && <span>Цифры, фамилии и школы, кроме трёх из распоряжения, учебные</span>}
          <span className={styles.moment}>
            По состоянию на {formatInstant(me.now)} ({TIME_ZONE_NOTE})
          </span>
        </footer>
      </main>
      <SignInDialog onDecline={leave} />
    </>
  )
}

/** After a navigation reading starts at the new page, not at the link that was pressed. */
function useFocusAfterNavigation() {
  const main = useRef<HTMLElement>(null)
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (fromLocation && pathChanged) main.current?.focus({ preventScroll: true })
      }),
    [router],
  )
  return main
}

/** To the log-in page, leaving nothing of this person in memory. */
function useLeave() {
  const router = useRouter()
  const queries = useQueryClient()
  return () => {
    void router.navigate({ to: '/login' }).then(() => queries.clear())
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { forgetDrafts } from '@/api/drafts'
import type { MeOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { closeQueue } from '@/api/offline/queue'
import { forgetKits } from '@/api/offline/store'
import { signOut } from '@/api/session'
import { ClosedSection } from '@/app/PageProblem'
import { pageAt, sectionAt, sectionsFor } from '@/app/sections'
import { SignInDialog } from '@/features/auth/SignInDialog'
import { formatInstant, TIME_ZONE_NOTE } from '@/lib/dates'
import { SkipLink } from '@/ui/SkipLink'
import { DemoBanner } from './DemoBanner'
import { Header } from './Header'
import styles from './Layout.module.css'
import { OfflineBar } from './OfflineBar'
import { PersonMenu } from './PersonMenu'
import { SectionPages } from './SectionPages'

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
      <OfflineBar />
      <main ref={main} id="main" className={styles.page} tabIndex={-1}>
        <AllowedPage me={me} />
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

/** A section without the right says so itself: its page would only collect refusals of the server. */
function AllowedPage({ me }: { me: MeOut }) {
  const { pathname } = useLocation()
  const page = pageAt(pathname)
  const isClosed = page?.permission !== undefined && !me.permissions.includes(page.permission)
  if (isClosed) return <ClosedSection section={page} roles={me.roles.map(({ role_title }) => role_title)} />
  const section = sectionAt(pathname, sectionsFor(me.permissions))
  return (
    <>
      {section && <SectionPages section={section} />}
      <Outlet />
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
        // After the log-in the whole frame is new: reading starts at its top, with the link past the header.
        const isFirst = !fromLocation || fromLocation.pathname === '/login'
        if (!isFirst && pathChanged) main.current?.focus({ preventScroll: true })
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
    void router.navigate({ to: '/login' }).then(() => {
      queries.clear()
      forgetDrafts()
      closeQueue()
      void forgetKits()
    })
  }
}

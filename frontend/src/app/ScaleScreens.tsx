/** «Шкалы»: what a score gives, and passports of diagnostic works, as two tabs. */
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { PassportPage } from '@/features/assessments/PassportPage'
import { Tabs } from '@/ui/Tabs'

const passport = getRouteApi('/inside/scales/passports/$passportId')

export function ScalesFrame() {
  return (
    <>
      <Tabs label="Шкалы и паспорта работ">
        <Link to="/scales" activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>
          Шкалы и пороги
        </Link>
        <Link to="/scales/passports" activeOptions={{ includeSearch: false }} resetScroll={false}>
          Паспорта работ
        </Link>
      </Tabs>
      <Outlet />
    </>
  )
}

export function PassportScreen() {
  const { passportId } = passport.useParams()
  return <PassportPage key={passportId} passportId={passportId} />
}

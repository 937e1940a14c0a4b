/** «Сопровождение»: everything people do for schools; parts of several features meet here. */
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { useMe } from '@/api/me'
import { DocumentPage } from '@/features/documents/DocumentPage'
import { ProgrammePage } from '@/features/programmes/ProgrammePage'
import { VisitPage } from '@/features/visits/VisitPage'
import { Tabs } from '@/ui/Tabs'

const visit = getRouteApi('/inside/visits/$visitId')
const document = getRouteApi('/inside/documents/$documentId')
const programme = getRouteApi('/inside/programmes/$programmeId')

const PARTS = [
  { to: '/support/stages', title: 'Ход проекта', permission: 'see_schools' },
  { to: '/support/risk-profiles', title: 'Рисковые профили', permission: 'see_risk_profiles' },
  { to: '/support/visits', title: 'Визиты', permission: 'see_visits' },
  { to: '/support/action-points', title: 'Договорённости', permission: 'see_visits' },
  { to: '/support/documents', title: 'Документы', permission: 'see_documents' },
  { to: '/support/people', title: 'Кураторы и наставники', permission: 'see_curators' },
  { to: '/support/quality', title: 'Качество данных', permission: 'see_quality' },
] as const

/** The frame of the section: its parts as tabs. */
export function SupportFrame() {
  const { permissions } = useMe()
  return (
    <>
      <Tabs label="Разделы сопровождения">
        {PARTS.filter(({ permission }) => permissions.includes(permission)).map(({ to, title }) => (
          <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>
            {title}
          </Link>
        ))}
      </Tabs>
      <Outlet />
    </>
  )
}

export function VisitScreen() {
  return <VisitPage visitId={visit.useParams().visitId} />
}

export function DocumentScreen() {
  return <DocumentPage documentId={document.useParams().documentId} />
}

export function ProgrammeScreen() {
  return <ProgrammePage programmeId={programme.useParams().programmeId} />
}

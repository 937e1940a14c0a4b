import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { getSchoolOptions } from '@/api/generated/@tanstack/react-query.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { Passport } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader, PageTitle } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Tabs } from '@/ui/Tabs'
import { NoSuchSchool } from './NoSuchSchool'
import { passportOf } from './passport'

const ONE = { exact: true, includeSearch: false }

const PARTS = [
  { to: '/schools/$schoolId', title: 'Обзор' },
  { to: '/schools/$schoolId/team', title: 'Команда' },
  { to: '/schools/$schoolId/risk-profile', title: 'Рисковый профиль' },
  { to: '/schools/$schoolId/programmes', title: 'Антирисковые программы' },
  { to: '/schools/$schoolId/visits', title: 'Визиты' },
  { to: '/schools/$schoolId/action-points', title: 'Договорённости' },
  { to: '/schools/$schoolId/documents', title: 'Документы' },
  { to: '/schools/$schoolId/results', title: 'Результаты' },
  { to: '/schools/$schoolId/identification', title: 'Перечень НОР' },
  { to: '/schools/$schoolId/targets', title: 'Цели' },
  { to: '/schools/$schoolId/history', title: 'История' },
] as const

interface SchoolPageProps {
  schoolId: string
  /** The part of the page that the address names. */
  children: ReactNode
}

/** The frame of a school: its name, its passport, its parts. */
export function SchoolPage({ schoolId, children }: SchoolPageProps) {
  const school = useQuery(getSchoolOptions({ path: { school_id: schoolId } }))
  const today = dateOfInstant(useMe().now)
  if (school.isPending) return <Loading rows={8} label="Загружаем школу" />
  if (school.isError) {
    const problem = asProblem(school.error)
    if (problem.status === 404) return <NoSuchSchool />
    return (
      <>
        <PageTitle title={`Ошибка: ${problem.title}`} />
        <ProblemState problem={problem} headingLevel={1} takesFocus onRetry={() => void school.refetch()} />
        <p>
          <Link to="/schools">К списку школ</Link>
        </p>
      </>
    )
  }
  const {
    short_name,
    full_name,
    municipality,
    kind_title,
    is_rural,
    active_to,
    successor_id,
    successor_name,
  } = school.data
  const params = { schoolId }
  return (
    <>
      <PageHeader
        title={short_name}
        crumbs={
          <>
            <Link to="/schools">Школы</Link> / {municipality}
          </>
        }
      >
        {full_name === short_name ? kind_title : full_name}
        {is_rural && '. Сельская школа'}
      </PageHeader>
      {active_to && (
        <Note tone="due">
          {active_to < today
            ? `Школа закрыта ${formatDate(active_to)}. Сведения сохранены.`
            : `Школа закрывается ${formatDate(active_to)}.`}
          {successor_id && (
            <>
              {' Правопреемник: '}
              <Link to="/schools/$schoolId" params={{ schoolId: successor_id }}>
                {successor_name ?? 'школа другого управления'}
              </Link>
            </>
          )}
        </Note>
      )}
      <Passport pairs={passportOf(school.data, today)} />
      <Tabs label="Разделы школы">
        {PARTS.map(({ to, title }) => (
          <Link key={to} to={to} params={params} activeOptions={ONE} resetScroll={false}>
            {title}
          </Link>
        ))}
      </Tabs>
      {children}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { listPlansOptions } from '@/api/generated/@tanstack/react-query.gen'
import { useMe } from '@/api/me'

/** What belongs to keeping a plan, for every reader, and to running it, for those who may. */
export function PlanLinks() {
  const { permissions } = useMe()
  const mayRun = permissions.includes('manage_execution')
  const planId = usePlanOfAddress()
  return (
    <>
      <Link to="/plan/members" search={{ plan: planId }}>
        Школы проекта
      </Link>
      <Link to="/plan/editions">Редакции</Link>
      {mayRun && (
        <>
          <Link to="/plan/locks">Закрытые периоды</Link>
          <Link to="/plan/deputies">Замещения</Link>
        </>
      )}
    </>
  )
}

/** The plan whose edition the address names; where it names none, the page itself knows which plan comes first. */
function usePlanOfAddress(): string | undefined {
  const { edition } = useSearch({ strict: false })
  const plans = useQuery(listPlansOptions()).data?.items ?? []
  return plans.find(({ editions }) => editions.some(({ id }) => id === edition))?.id
}

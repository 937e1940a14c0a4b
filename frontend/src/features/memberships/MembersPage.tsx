import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { listMembersOptions, listPlansOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { EmptyState } from '@/ui/states'
import styles from './Members.module.css'
import { Project } from './Project'
import { planToShow } from './words'

const route = getRouteApi('/inside/plan/members')
const TITLE = 'Школы проекта'

/** Which schools are in the project of a plan, from which day to which: what expected results are counted of. */
export function MembersPage() {
  const asked = route.useSearch().plan
  const plans = useQuery(listPlansOptions())
  const plan = plans.data && planToShow(plans.data.items, asked)
  const members = useQuery({
    ...listMembersOptions({ path: { plan_id: plan?.id ?? '' } }),
    enabled: plan !== undefined,
  })
  const failed = plans.error ? plans : members.error ? members : null
  const place = { title: TITLE, crumbs: <Crumbs plan={plan} /> }
  const choice = plans.data && plan && <PlanChoice plans={plans.data.items} plan={plan} />
  if (members.data) {
    // What is being typed for one plan must not be sent for another.
    return <Project key={members.data.plan_id} {...place} project={members.data} choice={choice} />
  }
  return (
    <>
      <PageHeader {...place} />
      {choice}
      {failed ? (
        <ProblemState problem={asProblem(failed.error)} takesFocus onRetry={() => void failed.refetch()} />
      ) : plans.data && !plan ? (
        <EmptyState title="Планов пока нет">
          Школы включают в проект плана. Первый план вводит в действие координатор управления.
        </EmptyState>
      ) : (
        <Loading rows={4} label="Загружаем школы проекта" />
      )}
    </>
  )
}

/** The way back leads to the same plan. */
function Crumbs({ plan }: { plan: PlanOut | undefined }) {
  const edition = plan?.editions.find(({ state }) => state === 'in_force')?.id
  return (
    <>
      <Link to="/plan" search={{ edition }}>
        Дорожная карта
      </Link>{' '}
      / {TITLE}
    </>
  )
}

function PlanChoice({ plans, plan }: { plans: readonly PlanOut[]; plan: PlanOut }) {
  const navigate = route.useNavigate()
  if (plans.length < 2) return null
  return (
    <div className={styles.choice} data-noprint>
      <SelectChip
        label="План"
        isFilter={false}
        options={plans.map(({ id, title }) => ({ value: id, text: title }))}
        chosen={plan.id}
        onChoose={(id) => void navigate({ search: { plan: id } })}
      />
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listDraftsOptions, listPlansOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { DraftRefOut, PlanOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { buttonClass } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import { PlanEditions } from './PlanEditions'
import { PERMISSION } from './words'

/** Plans through all their editions: what is in force, what was before, what is being prepared. */
export function EditionsPage() {
  const mayManage = useMay(PERMISSION)
  const plans = useQuery(listPlansOptions())
  const drafts = useQuery({ ...listDraftsOptions(), enabled: mayManage })
  const failed = plans.error ? plans : drafts.error ? drafts : null
  const isReady = plans.data && (drafts.data || !mayManage)
  const shown = isReady ? withDraftsOnly(plans.data.items, drafts.data?.items ?? []) : []
  return (
    <>
      <PageHeader
        title="Редакции"
        crumbs={<Link to="/plan">Дорожная карта</Link>}
        actions={
          mayManage && (
            <Link to="/plan/imports/new" className={buttonClass()}>
              Загрузить план из файла
            </Link>
          )
        }
      >
        Редакцию вводит в действие распоряжение. Изменить её может только следующая редакция, прежние остаются
        для чтения.
      </PageHeader>
      {failed && (
        <ProblemState problem={asProblem(failed.error)} takesFocus onRetry={() => void failed.refetch()} />
      )}
      {!failed && !isReady && <Loading rows={6} label="Загружаем редакции" />}
      {isReady && shown.length === 0 && (
        <EmptyState title="Планов пока нет">
          {mayManage
            ? 'Загрузите дорожную карту из файла Word или Excel: строки распознаются, а тексты останутся как в распоряжении.'
            : 'Они появятся, когда координатор управления введёт первый план в действие.'}
        </EmptyState>
      )}
      {shown.map((plan) => (
        <PlanEditions
          key={plan.id}
          plan={plan}
          drafts={(drafts.data?.items ?? []).filter((draft) => draft.plan_id === plan.id)}
          takenCodes={shown.map(({ code }) => code)}
          mayManage={mayManage}
        />
      ))}
    </>
  )
}

/** A new plan has nothing but its draft until it comes into force. */
function withDraftsOnly(plans: readonly PlanOut[], drafts: readonly DraftRefOut[]): PlanOut[] {
  const fresh = new Map(drafts.map(({ plan_id, plan_title }) => [plan_id, plan_title]))
  for (const { id } of plans) fresh.delete(id)
  return [...plans, ...[...fresh].map(([id, title]) => ({ id, title, code: '', editions: [] }))]
}

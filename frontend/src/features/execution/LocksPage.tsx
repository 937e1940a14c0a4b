import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Action, ActionBar } from '@/acts/ActionBar'
import { ReasonForm } from '@/acts/ReasonForm'
import { listLocksOptions, listPlansOptions } from '@/api/generated/@tanstack/react-query.gen'
import { releaseLock } from '@/api/generated/sdk.gen'
import type { LockOut, PlanOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './Execution.module.css'
import { LockForm } from './LockForm'
import { lockWords, whoAndWhen } from './words'

/** What is closed for changes, why, since when, and what was opened again. */
export function LocksPage() {
  const mayManage = useMay('manage_execution')
  const locks = useQuery(listLocksOptions())
  const plans = useQuery({ ...listPlansOptions(), enabled: mayManage })
  const items = locks.data?.items ?? []
  const closed = items.filter(({ released_at }) => released_at === null)
  return (
    <>
      <PageHeader
        title="Закрытые периоды"
        crumbs={
          <>
            <Link to="/plan">Дорожная карта</Link> / Закрытые периоды
          </>
        }
      >
        Закрытое нельзя менять: ни сдать, ни принять, ни перенести срок. Смотреть можно.
      </PageHeader>
      {locks.isPending && <Loading rows={4} label="Загружаем список" />}
      {locks.isError && (
        <ProblemState problem={asProblem(locks.error)} takesFocus onRetry={() => void locks.refetch()} />
      )}
      {locks.isSuccess && (
        <Box title="Что закрывали" meta={`закрыто сейчас: ${closed.length}`}>
          {items.length === 0 && <p className={text.sub}>Пока ничего не закрывали.</p>}
          <ul className={styles.list}>
            {items.map((lock) => (
              <Lock key={lock.id} lock={lock} mayManage={mayManage} />
            ))}
          </ul>
          {!mayManage && (
            <p className={text.meta}>
              Закрывает и открывает тот, кто ведёт выполнение плана. Об этом можно спросить координатора
              управления.
            </p>
          )}
        </Box>
      )}
      {mayManage && plans.data && <Closing plans={plans.data.items} />}
    </>
  )
}

function Closing({ plans }: { plans: readonly PlanOut[] }) {
  return (
    <Box title="Закрыть период">
      <div className={styles.wideForm}>
        <ActionBar
          label="Закрыть период"
          subject="lock"
          actions={[
            { name: 'create', words: 'Закрыть период', form: (slot) => <LockForm {...slot} plans={plans} /> },
          ]}
          allowed={['create']}
          blocked={{}}
        />
      </div>
    </Box>
  )
}

function Lock({ lock, mayManage }: { lock: LockOut; mayManage: boolean }) {
  const { id, reason, locked_by, locked_at, released_at, released_by, release_reason } = lock
  return (
    <li className={styles.lock}>
      <p>
        <Status kind={released_at ? 'idle' : 'frozen'} text={released_at ? 'Открыто снова' : 'Закрыто'} />{' '}
        <b>{bound(lockWords(lock))}</b>
      </p>
      <p>Причина: {bound(reason)}</p>
      <p className={text.meta}>Закрыто: {whoAndWhen(locked_by, locked_at)}</p>
      {released_at && (
        <>
          <p>Почему открыто: {release_reason && bound(release_reason)}</p>
          <p className={text.meta}>Открыто: {whoAndWhen(released_by, released_at)}</p>
        </>
      )}
      {mayManage && (
        <ActionBar
          label={lockWords(lock)}
          subject={`lock.${id}`}
          actions={[release(id)]}
          allowed={released_at ? [] : ['release']}
          blocked={{}}
        />
      )}
    </li>
  )
}

const release = (lockId: string): Action => ({
  name: 'release',
  words: 'Открыть снова',
  form: (slot) => (
    <ReasonForm
      {...slot}
      label="Почему открываете"
      hint="Запись о том, что было закрыто, останется"
      submit="Открыть снова"
      sending="Открываем"
      onSend={(reason) => releaseLock({ path: { lock_id: lockId }, body: { reason }, throwOnError: true })}
    />
  ),
})

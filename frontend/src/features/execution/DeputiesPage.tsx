import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActionBar } from '@/acts/ActionBar'
import { listDeputiesOptions } from '@/api/generated/@tanstack/react-query.gen'
import { endDeputy } from '@/api/generated/sdk.gen'
import type { DeputyList, DeputyOut } from '@/api/generated/types.gen'
import { useMay, useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { type Column, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState, NoRights } from '@/ui/states'
import { DeputyForm } from './DeputyForm'
import styles from './Execution.module.css'

const COLUMNS: Column[] = [
  { key: 'who', title: 'Кто замещает' },
  { key: 'whom', title: 'Кого' },
  { key: 'days', title: 'Дни' },
  { key: 'basis', title: 'Основание' },
  { key: 'state', title: 'Состояние' },
]

/** Who acts for whom: an absence must not stop the plan. */
export function DeputiesPage() {
  const mayManage = useMay('manage_execution')
  return (
    <>
      <PageHeader
        title="Замещения"
        crumbs={
          <>
            <Link to="/plan">Дорожная карта</Link> / Замещения
          </>
        }
      >
        Заместитель действует с правами того, кого замещает, и только в эти дни.
      </PageHeader>
      {mayManage ? (
        <Deputies />
      ) : (
        <NoRights>
          Замещения видит и назначает тот, кто ведёт выполнение плана. О своём замещении спросите координатора
          управления.
        </NoRights>
      )}
    </>
  )
}

function Deputies() {
  const deputies = useQuery(listDeputiesOptions())
  if (deputies.isPending) return <Loading rows={4} label="Загружаем замещения" />
  if (deputies.isError) {
    return (
      <ProblemState problem={asProblem(deputies.error)} takesFocus onRetry={() => void deputies.refetch()} />
    )
  }
  return <Shown list={deputies.data} />
}

function Shown({ list: { items, colleagues } }: { list: DeputyList }) {
  return (
    <>
      <div className={`${styles.newOne} ${styles.wideForm}`}>
        <Box title="Новое замещение">
          <ActionBar
            label="Новое замещение"
            subject="deputy"
            actions={[
              {
                name: 'appoint',
                words: 'Назначить заместителя',
                form: (slot) => <DeputyForm {...slot} colleagues={colleagues} />,
              },
            ]}
            allowed={['appoint']}
            blocked={{}}
          />
        </Box>
      </div>
      {items.length === 0 ? (
        <EmptyState title="Замещений нет">
          Каждый действует сам. Здесь появятся назначенные заместители.
        </EmptyState>
      ) : (
        <DataTable caption="Замещения" columns={COLUMNS} narrow="cards" isFramed>
          <tbody>
            {items.map((deputy) => (
              <Row key={deputy.id} deputy={deputy} />
            ))}
          </tbody>
        </DataTable>
      )}
    </>
  )
}

function Row({ deputy }: { deputy: DeputyOut }) {
  const { id, person_name, deputy_name, starts_on, ends_on, basis, is_active } = deputy
  const today = dateOfInstant(useMe().now)
  const isAhead = !is_active && starts_on > today
  return (
    <tr>
      <th scope="row">{bound(deputy_name)}</th>
      <td data-label="Кого">
        <span>{bound(person_name)}</span>
      </td>
      <td data-label="Дни">
        <span>
          {formatDate(starts_on)} – {formatDate(ends_on)}
        </span>
      </td>
      <td data-label="Основание">
        <span>{bound(basis)}</span>
      </td>
      <td data-label="Состояние">
        <div>
          {is_active ? (
            <Status kind="run" text={`Действует по ${formatDate(ends_on)}`} />
          ) : (
            <Status kind="idle" text={isAhead ? `Начнётся ${formatDate(starts_on)}` : 'Закончилось'} />
          )}
          <ActionBar
            label={`${deputy_name} за ${person_name}`}
            subject={`deputy.${id}`}
            actions={[
              {
                name: 'end',
                words: isAhead ? 'Отменить' : 'Закончить сейчас',
                run: () => endDeputy({ path: { deputy_id: id }, throwOnError: true }),
              },
            ]}
            allowed={isAhead || is_active ? ['end'] : []}
            blocked={{}}
          />
        </div>
      </td>
    </tr>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActionBar } from '@/acts/ActionBar'
import { getWorkPassportOptions } from '@/api/generated/@tanstack/react-query.gen'
import { approveWorkPassport } from '@/api/generated/sdk.gen'
import type { PassportTask, WorkPassportOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Passport } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { PassportEditor } from './PassportEditor'

const COLUMNS: Column[] = [
  { key: 'name', title: 'Задание' },
  { key: 'max', title: 'Макс. балл', isNumeric: true },
  { key: 'difficulty', title: 'Сложность' },
  { key: 'skill', title: 'Что проверяет' },
]

/** One passport: its tasks, what gives which mark, who has approved it. */
export function PassportPage({ passportId }: { passportId: string }) {
  const found = useQuery(getWorkPassportOptions({ path: { passport_id: passportId } }))
  if (found.error)
    return <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
  if (!found.data) return <Loading rows={6} label="Загружаем паспорт" />
  const passport = found.data
  return (
    <div className={text.stackWide}>
      <PageHeader title={passport.title} crumbs={<Link to="/scales/passports">Паспорта работ</Link>}>
        {passport.work_title}
      </PageHeader>
      <Passport pairs={factsOf(passport)} />
      <ActionBar
        label="Действия с паспортом"
        subject={`passport.${passport.id}`}
        allowed={passport.allowed_actions}
        blocked={passport.blocked_by}
        moot={passport.state === 'approved' ? ['approve'] : []}
        actions={[
          {
            name: 'approve',
            words: 'Утвердить',
            look: 'primary',
            run: () =>
              approveWorkPassport({
                path: { passport_id: passport.id },
                headers: { 'if-match': `"${passport.version}"` },
                throwOnError: true,
              }),
          },
          {
            name: 'save',
            words: passport.state === 'approved' ? 'Изменить и утвердить заново' : 'Изменить',
            form: (slot) => <PassportEditor {...slot} passport={passport} year={`${passport.year}`} />,
          },
        ]}
      />
      <Box title="Задания" meta={`максимум ${passport.max_primary}`} isFlush>
        <DataTable caption="Задания работы" columns={COLUMNS} narrow="cards">
          <tbody>
            {passport.tasks.map((task) => (
              <TaskRow key={task.name} task={task} />
            ))}
          </tbody>
        </DataTable>
      </Box>
    </div>
  )
}

function TaskRow({ task: { name, max, difficulty, skill } }: { task: PassportTask }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label="Макс. балл" className={cell.num}>
        {max}
      </td>
      <td data-label="Сложность">{difficulty ?? '—'}</td>
      <td data-label="Что проверяет">{skill ? bound(skill) : '—'}</td>
    </tr>
  )
}

function factsOf(passport: WorkPassportOut) {
  const { bands, approved_by, approved_at, protocols } = passport
  return [
    {
      name: 'Состояние',
      value: <Status kind={passport.state === 'approved' ? 'ok' : 'run'} text={passport.state_title} />,
    },
    { name: 'Управление', value: passport.office_name },
    { name: 'Составил', value: passport.author_name ?? '—' },
    {
      name: 'Утвердил',
      value:
        approved_by && approved_at
          ? `${approved_by}, ${formatDate(dateOfInstant(approved_at))}`
          : 'ещё не утверждён',
    },
    {
      name: 'Границы',
      value: bands
        ? `«3» от ${bands.min_3}, «4» от ${bands.min_4}, «5» от ${bands.min_5}`
        : 'отметку ставит файл',
    },
    { name: 'Протоколов', value: `${protocols}` },
  ]
}

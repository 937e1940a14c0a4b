import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { listWorkPassportsInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { WorkPassportOut } from '@/api/generated/types.gen'
import { momentOf, useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { PassportEditor } from './PassportEditor'

const COLUMNS: Column[] = [
  { key: 'work', title: 'Работа' },
  { key: 'tasks', title: 'Заданий', isNumeric: true },
  { key: 'max', title: 'Максимум', isNumeric: true },
  { key: 'state', title: 'Состояние' },
  { key: 'who', title: 'Составил' },
  { key: 'protocols', title: 'Протоколов', isNumeric: true },
]
type Show = 'all' | 'draft' | 'approved'

/** Passports of diagnostic works: without one only counts of marks are taken. */
export function PassportsPage() {
  const [show, setShow] = useState<Show>('all')
  const found = useInfiniteQuery({
    ...listWorkPassportsInfiniteOptions({ query: { limit: 100, ...(show !== 'all' && { state: show }) } }),
    initialPageParam: {},
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader title="Паспорта работ">
        Из чего состоит диагностическая работа. Без утверждённого паспорта из файла берутся только числа
        отметок.
      </PageHeader>
      <div className={text.stackWide}>
        <Chips<Show>
          label="Состояние"
          chosen={show}
          onChoose={setShow}
          options={[
            { value: 'all', text: 'Все' },
            { value: 'draft', text: 'Черновики', kind: 'run' },
            { value: 'approved', text: 'Утверждённые', kind: 'ok' },
          ]}
        />
        {found.data?.pages[0]?.can_create && <NewPassport />}
        {found.error ? (
          <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
        ) : !found.data ? (
          <Loading rows={5} label="Загружаем паспорта" />
        ) : items.length === 0 ? (
          <EmptyState title="Паспортов нет">
            Паспорт составляет методист, утверждает другой человек.
          </EmptyState>
        ) : (
          <Passports items={items} />
        )}
        {found.hasNextPage && <Button onClick={() => void found.fetchNextPage()}>Показать ещё</Button>}
      </div>
    </>
  )
}

function Passports({ items }: { items: readonly WorkPassportOut[] }) {
  return (
    <DataTable caption="Паспорта работ" columns={COLUMNS} narrow="cards" isFramed>
      <tbody>
        {items.map((passport) => (
          <tr key={passport.id}>
            <th scope="row">
              <Link to="/scales/passports/$passportId" params={{ passportId: passport.id }}>
                {bound(passport.title)}
              </Link>
              <div className={text.meta}>{bound(passport.work_title)}</div>
            </th>
            <td data-label="Заданий" className={cell.num}>
              {passport.tasks.length}
            </td>
            <td data-label="Максимум" className={cell.num}>
              {passport.max_primary}
            </td>
            <td data-label="Состояние">
              <Status kind={passport.state === 'approved' ? 'ok' : 'run'} text={passport.state_title} />
            </td>
            <td data-label="Составил">{passport.author_name ? bound(passport.author_name) : '—'}</td>
            <td data-label="Протоколов" className={cell.num}>
              {passport.protocols}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function NewPassport() {
  const [isOpen, setOpen] = useState(false)
  const navigate = useNavigate()
  const year = momentOf(useMe()).slice(0, 4)
  const close = () => setOpen(false)
  if (!isOpen) {
    return (
      <div data-noprint>
        <Button onClick={() => setOpen(true)}>Новый паспорт</Button>
      </div>
    )
  }
  return (
    <Box title="Новый паспорт">
      <PassportEditor
        passport={null}
        year={year}
        draft="passport.new"
        takesFocus
        onClose={close}
        onSaved={close}
        onMade={(passportId) =>
          void navigate({ to: '/scales/passports/$passportId', params: { passportId } })
        }
      />
    </Box>
  )
}

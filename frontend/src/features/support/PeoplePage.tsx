/** «Кураторы и наставники»: who they are, how many schools each has, and whom to relieve. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listCuratorsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { CuratorOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { WithPanel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { SearchField } from '@/ui/SearchField'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import { Profile } from './Profile'
import styles from './Support.module.css'
import { KINDS, type Kind, kindTitle } from './words'

const COLUMNS: Column[] = [
  { key: 'name', title: 'Человек' },
  { key: 'role', title: 'Роль' },
  { key: 'load', title: 'Школ' },
  { key: 'schools', title: 'Школы сейчас' },
  { key: 'place', title: 'Муниципалитет' },
]

export function PeoplePage() {
  const [kind, setKind] = useState<Kind | 'all'>('all')
  const [q, setQ] = useState('')
  const [openId, setOpenId] = useState<string | null>(null)
  const query = { ...(kind !== 'all' && { kind }), ...(q && { q }) }
  const found = useQuery({ ...listCuratorsOptions({ query }), placeholderData: keepPreviousData })
  const open = found.data?.items.find(({ person_id }) => person_id === openId)
  return (
    <WithPanel
      panel={
        open && found.data ? (
          <Profile key={open.person_id} person={open} today={found.data.on} onClose={() => setOpenId(null)} />
        ) : null
      }
    >
      <PageHeader title="Кураторы и наставники">
        {found.data &&
          `${counted(found.data.items.length, ['человек', 'человека', 'человек'])} на ${formatDate(found.data.on)}. Число школ — среди тех, что вам видны.`}
      </PageHeader>
      <div className={styles.filters} data-noprint>
        <SearchField label="Найти по имени" value={q} onSearch={setQ} />
        <Chips
          label="Роль"
          options={[{ value: 'all', text: 'Все' }, ...KINDS]}
          chosen={kind}
          onChoose={setKind}
        />
      </div>
      {found.error ? (
        <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading rows={5} label="Загружаем людей" />
      ) : found.data.items.length === 0 ? (
        <EmptyState title="Никого не нашлось">
          Измените имя или роль. Роль куратора или наставника выдаёт администратор.
        </EmptyState>
      ) : (
        <People items={found.data.items} openId={openId} onOpen={setOpenId} />
      )}
    </WithPanel>
  )
}

interface PeopleProps {
  items: readonly CuratorOut[]
  openId: string | null
  onOpen: (personId: string) => void
}

function People({ items, openId, onOpen }: PeopleProps) {
  return (
    <DataTable caption="Кураторы и наставники" columns={COLUMNS} narrow="cards" isFramed>
      <tbody>
        {items.map((person) => (
          <tr key={person.person_id} className={person.person_id === openId ? cell.open : undefined}>
            <th scope="row">
              <Button
                look="quiet"
                aria-expanded={person.person_id === openId}
                onClick={() => onOpen(person.person_id)}
              >
                {bound(person.full_name)}
              </Button>
            </th>
            <td data-label="Роль" data-empty={person.roles.length === 0 || undefined}>
              <span>{person.roles.map(kindTitle).join(', ') || '—'}</span>
            </td>
            <td data-label="Школ">
              <Load person={person} />
            </td>
            <td data-label="Школы сейчас" data-empty={person.schools.length === 0 || undefined}>
              <Schools person={person} />
            </td>
            <td data-label="Муниципалитет" data-empty={person.municipality === null || undefined}>
              <span>{person.municipality ? bound(person.municipality) : '—'}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** A dot for each school and a ring for each place still free; the number says the same. */
function Load({ person: { load, load_limit, warning } }: { person: CuratorOut }) {
  const places = Array.from({ length: Math.max(load, load_limit) }, (_, place) => place)
  return (
    <div>
      {load}{' '}
      <span aria-hidden="true" className={styles.dots}>
        {places.map((place) => (
          <span key={place} className={styles.dot} data-taken={place < load || undefined} />
        ))}
      </span>
      {warning && (
        <div>
          <Status kind="due" text={warning} />
        </div>
      )}
    </div>
  )
}

function Schools({ person: { schools } }: { person: CuratorOut }) {
  if (schools.length === 0) return <span>—</span>
  return (
    <div>
      {schools.map(({ id, school_name, last_on, warning }) => (
        <div key={id}>
          {bound(school_name)}
          {last_on && `, по ${formatDate(last_on)}`}
          {warning && (
            <div>
              <Status kind="late" text={warning} />
            </div>
          )}
        </div>
      ))}
    </div>
  )
}

/** Deadlines in one's own calendar program: a secret address, made, shown once, and withdrawn by its owner. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  createCalendarMutation,
  getCalendarOptions,
  getCalendarQueryKey,
  revokeCalendarMutation,
} from '@/api/generated/@tanstack/react-query.gen'
import type { CalendarOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import styles from './Calendar.module.css'
import { NewAddress } from './NewAddress'

export function CalendarDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Календарь сроков" isOpen={isOpen} onClose={onClose}>
      <Calendar />
    </Dialog>
  )
}

export function Calendar() {
  const { data: calendar, error, refetch } = useQuery(getCalendarOptions())
  return (
    <div className={styles.form}>
      <p>
        {bound(
          'Сроки дорожной карты, которые относятся к вам, появятся в вашем календаре и будут обновляться сами. Отметить выполнение можно только здесь.',
        )}
      </p>
      {calendar ? (
        <Feed calendar={calendar} />
      ) : error ? (
        <ProblemState problem={asProblem(error)} headingLevel={3} onRetry={() => void refetch()} />
      ) : (
        <Loading rows={2} label="Загружаем календарь" />
      )}
    </div>
  )
}

function Feed({ calendar }: { calendar: CalendarOut }) {
  const queries = useQueryClient()
  const [path, setPath] = useState<string | null>(null)
  const settled = () => queries.invalidateQueries({ queryKey: getCalendarQueryKey() })
  const create = useMutation({
    ...createCalendarMutation(),
    onSuccess: (address) => setPath(address.path),
    onSettled: settled,
  })
  const revoke = useMutation({
    ...revokeCalendarMutation(),
    onSuccess: () => setPath(null),
    onSettled: settled,
  })
  const isBusy = create.isPending || revoke.isPending
  const error = create.error ?? revoke.error
  const problem = error && asProblem(error)
  const make = () => {
    // A double click is one address.
    if (isBusy) return
    revoke.reset()
    create.mutate({})
  }
  const withdraw = () => {
    if (isBusy) return
    create.reset()
    revoke.mutate({})
  }
  return (
    <>
      {problem && (
        <ErrorState
          title={problem.title}
          text={problem.text}
          supportNumber={problem.supportNumber}
          headingLevel={3}
        />
      )}
      <p role="status">{standingOf(calendar, revoke.isSuccess)}</p>
      {path !== null && <NewAddress path={path} />}
      <div className={text.row}>
        <Button
          look={calendar.is_on ? 'plain' : 'primary'}
          aria-disabled={isBusy || undefined}
          aria-describedby={calendar.is_on ? 'calendar-anew' : undefined}
          onClick={make}
        >
          {create.isPending ? 'Создаём адрес' : calendar.is_on ? 'Создать новый адрес' : 'Создать адрес'}
        </Button>
        {calendar.is_on && (
          <Button aria-disabled={isBusy || undefined} onClick={withdraw}>
            {revoke.isPending ? 'Отключаем' : 'Отключить'}
          </Button>
        )}
      </div>
      {calendar.is_on && (
        <p id="calendar-anew" className={text.meta}>
          Новый адрес сразу заменит прежний: календари, в которые добавлен прежний, обновляться перестанут.
        </p>
      )}
    </>
  )
}

function standingOf({ is_on, created_at, last_read_at }: CalendarOut, isJustRevoked: boolean) {
  if (!is_on) {
    const words = isJustRevoked
      ? 'Календарь отключён: по прежнему адресу сроки больше не прочитать.'
      : 'Календарь выключен.'
    return <Status kind="idle" text={words} />
  }
  const since = created_at === null ? '' : ` Адрес создан ${formatInstant(created_at)}.`
  const read =
    last_read_at === null ? 'Его ещё не читали.' : `Последний раз его читали ${formatInstant(last_read_at)}.`
  return <Status kind="ok" text={`Календарь включён.${since} ${read}`} />
}

/** «Команда»: who stands by one school now, who did and who will. */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { listAssignmentsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { AssignmentOut, PassedOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { KeyValue } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { AppointForm } from './AppointForm'
import { EndForm } from './EndForm'
import { HandOverForm } from './HandOverForm'
import styles from './Support.module.css'
import { kindTitle, periodOf, timelineItem } from './words'

interface SchoolTeamProps {
  schoolId: string
}

type Opened = { what: 'appoint' } | { what: 'hand_over' | 'end'; assignment: AssignmentOut }

export function SchoolTeam({ schoolId }: SchoolTeamProps) {
  const team = useQuery(listAssignmentsOptions({ path: { school_id: schoolId } }))
  const [opened, setOpened] = useState<Opened | null>(null)
  const [saved, setSaved] = useState<{ what: string; passed: PassedOut[] } | null>(null)
  const savedLine = useRef<HTMLDivElement>(null)
  if (team.error) return <ProblemState problem={asProblem(team.error)} onRetry={() => void team.refetch()} />
  if (!team.data) return <Loading rows={4} label="Загружаем команду школы" />
  const { items, findings, allowed_actions, on } = team.data
  const now = items.filter(({ is_current }) => is_current)
  const others = items.filter(({ is_current }) => !is_current)
  const open = (what: Opened) => {
    setSaved(null)
    setOpened(what)
  }
  const settle = (what: string, passed: PassedOut[] = []) => {
    setOpened(null)
    setSaved({ what, passed })
    // The button that was pressed may be gone: the focus must not be lost.
    savedLine.current?.focus()
  }
  const mayAppoint = allowed_actions.includes('appoint')
  const form = { today: on, onSaved: settle }
  return (
    <div className={text.stackWide}>
      <div ref={savedLine} role="status" tabIndex={-1} className={styles.saved}>
        {saved && <Saved {...saved} />}
      </div>
      {findings.map((finding) => (
        <Note key={finding} tone="late">
          {bound(finding)}
        </Note>
      ))}
      <Box
        title="Сейчас"
        meta={`на ${formatDate(on)}`}
        aside={
          mayAppoint && (
            <Button aria-haspopup="dialog" onClick={() => open({ what: 'appoint' })}>
              Назначить
            </Button>
          )
        }
      >
        {now.length === 0 && (
          <EmptyState title="У школы нет куратора и наставника" headingLevel={3}>
            {mayAppoint
              ? 'Назначьте их: система предложит людей и объяснит почему.'
              : 'Их назначает управление.'}
          </EmptyState>
        )}
        <div className={text.stackWide}>
          {now.map((assignment) => (
            <Current key={assignment.id} assignment={assignment} onOpen={open} />
          ))}
        </div>
      </Box>
      {others.length > 0 && (
        <Box title="Раньше и потом">
          <Timeline items={others.map((a) => timelineItem(a, on, `${kindTitle(a.kind)}: ${a.full_name}`))} />
          {others.map((assignment) => (
            <Actions key={assignment.id} assignment={assignment} onOpen={open} />
          ))}
        </Box>
      )}
      <Dialog title="Назначить" isOpen={opened?.what === 'appoint'} onClose={() => setOpened(null)}>
        <AppointForm schoolId={schoolId} {...form} />
      </Dialog>
      <Dialog title="Передать" isOpen={opened?.what === 'hand_over'} onClose={() => setOpened(null)}>
        {opened?.what === 'hand_over' && <HandOverForm assignment={opened.assignment} {...form} />}
      </Dialog>
      <Dialog title="Завершить" isOpen={opened?.what === 'end'} onClose={() => setOpened(null)}>
        {opened?.what === 'end' && <EndForm assignment={opened.assignment} {...form} />}
      </Dialog>
    </div>
  )
}

interface ActionsProps {
  assignment: AssignmentOut
  onOpen: (what: Opened) => void
}

function Current({ assignment, onOpen }: ActionsProps) {
  const { kind, full_name, act_text, appointed_by, warning } = assignment
  return (
    <div className={text.stack}>
      <KeyValue
        pairs={[
          { name: kindTitle(kind), value: full_name },
          { name: 'Когда', value: periodOf(assignment) },
          { name: 'Акт', value: act_text },
          { name: 'Кто назначил', value: appointed_by ?? '—' },
        ]}
      />
      {warning && <Status kind="late" text={warning} />}
      <Actions assignment={assignment} onOpen={onOpen} />
    </div>
  )
}

/** What may be done with one assignment; nothing where the server allows nothing. */
function Actions({ assignment, onOpen }: ActionsProps) {
  const { full_name, allowed_actions } = assignment
  if (allowed_actions.length === 0) return null
  return (
    <div className={text.row}>
      {allowed_actions.includes('hand_over') && (
        <Button
          size="small"
          aria-haspopup="dialog"
          aria-label={`Передать: ${full_name}`}
          onClick={() => onOpen({ what: 'hand_over', assignment })}
        >
          Передать
        </Button>
      )}
      {allowed_actions.includes('end') && (
        <Button
          size="small"
          aria-haspopup="dialog"
          aria-label={`Завершить: ${full_name}`}
          onClick={() => onOpen({ what: 'end', assignment })}
        >
          Завершить
        </Button>
      )}
    </div>
  )
}

function Saved({ what, passed }: { what: string; passed: PassedOut[] }) {
  return (
    <>
      <Status kind="ok" text={`Сохранено: ${what}`} />
      {passed.length > 0 && (
        <>
          <p>Преемник увидит у школы:</p>
          <ul>
            {passed.map(({ kind, id, text: words, due_on }) => (
              <li key={id}>
                {kind === 'visit' ? 'визит' : 'договорённость'} «{bound(words)}», {formatDate(due_on)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

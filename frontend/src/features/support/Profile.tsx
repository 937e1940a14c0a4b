import { useRef, useState } from 'react'
import type { CuratorOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Disclosure } from '@/ui/Disclosure'
import { Note } from '@/ui/Note'
import { Panel } from '@/ui/Panel'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { AppointForm } from './AppointForm'
import { CompetencesForm } from './CompetencesForm'
import { DeclareForm, WithdrawForm } from './ConflictForms'
import styles from './Support.module.css'
import { kindTitle, timelineItem } from './words'

interface ProfileProps {
  person: CuratorOut
  today: string
  onClose: () => void
}

/** One person: schools through time, what he knows, where he is not impartial; an appointment starts here too. */
export function Profile({ person, today, onClose }: ProfileProps) {
  const { person_id, full_name, position, municipality, roles, warning, competences, conflicts } = person
  const mayAppoint = useMay('manage_support')
  // A new key puts an opened form away once it was saved.
  const [done, setDone] = useState({ count: 0, what: '' })
  const savedLine = useRef<HTMLParagraphElement>(null)
  const settle = (what: string) => {
    setDone(({ count }) => ({ count: count + 1, what }))
    savedLine.current?.focus()
  }
  const may = (action: string) => person.allowed_actions.includes(action)
  const meta = [position, municipality ?? 'муниципалитет не указан'].filter(Boolean).join(' · ')
  const assignments = [...person.schools, ...person.history]
  return (
    <Panel id="person" title={full_name} meta={bound(meta)} onClose={onClose}>
      <div className={text.stackWide}>
        <p ref={savedLine} role="status" tabIndex={-1} className={styles.saved}>
          {done.what && <Status kind="ok" text={`Сохранено: ${done.what}`} />}
        </p>
        {warning && <Note tone="due">{bound(warning)}</Note>}
        <Box title="Назначения" level={3}>
          {assignments.length === 0 && <p>Назначений нет.</p>}
          <Timeline
            items={assignments.map((a) =>
              timelineItem(a, today, `${a.school_name}, ${kindTitle(a.kind).toLowerCase()}`),
            )}
          />
          {mayAppoint && roles.length > 0 && (
            <Disclosure key={`appoint${done.count}`} summary="Назначить в школу">
              <AppointForm personId={person_id} today={today} onSaved={settle} />
            </Disclosure>
          )}
        </Box>
        <Box title="Компетенции" level={3}>
          {competences.length === 0 && <p>Не указаны.</p>}
          <ul>
            {competences.map(({ kind, code, name, note }) => (
              <li key={`${kind}${code}`}>
                {bound(name)}
                {note && <span className={text.meta}> {bound(note)}</span>}
              </li>
            ))}
          </ul>
          {may('set_competences') && (
            <Disclosure key={`competences${done.count}`} summary="Изменить">
              <CompetencesForm person={person} onSaved={settle} />
            </Disclosure>
          )}
        </Box>
        <Box title="Конфликты интересов" level={3}>
          {conflicts.length === 0 && <p>Не заявлены.</p>}
          {conflicts.map((conflict) => (
            <div key={conflict.id} className={text.stack}>
              <p>
                <b>{bound(conflict.school_name)}</b>: {bound(conflict.reason)}
              </p>
              {conflict.withdrawn_at ? (
                <Status kind="ok" text={`Снят: ${conflict.withdrawal_reason}`} />
              ) : (
                <Status kind="late" text="Действует, назначить в эту школу нельзя" />
              )}
              {conflict.allowed_actions.includes('withdraw') && (
                <Disclosure summary="Снять">
                  <WithdrawForm conflict={conflict} onSaved={settle} />
                </Disclosure>
              )}
            </div>
          ))}
          {may('declare_conflict') && (
            <Disclosure key={`conflict${done.count}`} summary="Заявить конфликт">
              <DeclareForm personId={person_id} onSaved={settle} />
            </Disclosure>
          )}
        </Box>
      </div>
    </Panel>
  )
}

import { type ReactNode, useRef, useState } from 'react'
import type { MemberList, MemberOut } from '@/api/generated/types.gen'
import { momentOf, useMe } from '@/api/me'
import { dateOfInstant, formatTime } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PageHeader } from '@/ui/PageHeader'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { JoinForm } from './JoinForm'
import { LeaveForm } from './LeaveForm'
import styles from './Members.module.css'
import { MembersTable } from './MembersTable'
import { groupsOf, summaryOf } from './words'

interface ProjectProps {
  title: string
  crumbs: ReactNode
  project: MemberList
  /** Another plan. */
  choice: ReactNode
}

export function Project({ title, crumbs, project, choice }: ProjectProps) {
  const { plan_id, plan_title, items, candidates, allowed_actions } = project
  const me = useMe()
  const today = dateOfInstant(me.now)
  const { now, coming, former } = groupsOf(items, today)
  const [mayJoin, mayLeave] = ['join', 'leave'].map((action) => allowed_actions.includes(action))
  const [open, setOpen] = useState<'join' | 'leave' | null>(null)
  // Kept while the dialog is being closed: it must not go blank.
  const [leaving, setLeaving] = useState<MemberOut | null>(null)
  const [saved, setSaved] = useState<string | null>(null)
  const savedLine = useRef<HTMLParagraphElement>(null)
  const start = (what: 'join' | 'leave') => {
    setSaved(null)
    setOpen(what)
  }
  const exclude = (member: MemberOut) => {
    setLeaving(member)
    start('leave')
  }
  const close = () => setOpen(null)
  const settle = (what: string) => {
    close()
    setSaved(`Сохранено в\u00a0${formatTime(momentOf(me))}: ${what}`)
    // The button that was pressed may be gone with its row: the focus must not be lost.
    savedLine.current?.focus()
  }
  const onExclude = mayLeave ? exclude : undefined
  return (
    <>
      <PageHeader
        title={title}
        crumbs={crumbs}
        actions={
          mayJoin &&
          candidates.length > 0 && (
            <Button look="primary" aria-haspopup="dialog" onClick={() => start('join')}>
              Включить школу
            </Button>
          )
        }
      >
        {bound(summaryOf(now.length, today, mayJoin === true))}
        {mayJoin && now.length > 0 && ' По ним считаются результаты, которых план ждёт от школ проекта.'}
      </PageHeader>
      {mayJoin && candidates.length === 0 && (
        <WhyDisabled why="Все школы управления уже в проекте, включать некого.">Включить школу</WhyDisabled>
      )}
      {choice}
      <p ref={savedLine} role="status" tabIndex={-1} className={styles.saved}>
        {saved && <Status kind="ok" text={saved} />}
      </p>
      <div className={text.stackWide}>
        {now.length > 0 ? (
          <Box title={plan_title} isFlush>
            <MembersTable caption="Школы проекта сейчас" members={now} onExclude={onExclude} />
          </Box>
        ) : (
          <EmptyState title={mayJoin ? 'В проекте нет школ' : 'Школ проекта не видно'}>
            Ожидаемые результаты, которые ждут от школ проекта, считать не по кому: вместо «2 из 3» в этих
            строках плана стоит «—».{' '}
            {mayJoin
              ? 'Включите школы: цифры появятся сразу, с того дня, который вы назовёте.'
              : 'Школы включает тот, кто ведёт план: координатор или руководитель управления.'}
          </EmptyState>
        )}
        {coming.length > 0 && (
          <Box title="Войдут в проект" isFlush>
            <MembersTable caption="Войдут в проект" members={coming} onExclude={onExclude} />
          </Box>
        )}
        {former.length > 0 && (
          <Box title="Были в проекте" meta="В цифрах прошлых дней они остались" isFlush>
            <MembersTable caption="Были в проекте" members={former} />
          </Box>
        )}
      </div>
      <Dialog title="Включить школу в проект" isOpen={open === 'join'} onClose={close}>
        <JoinForm planId={plan_id} candidates={candidates} today={today} onSaved={settle} />
      </Dialog>
      <Dialog title="Исключить школу из проекта" isOpen={open === 'leave'} onClose={close}>
        {leaving && <LeaveForm member={leaving} today={today} onSaved={settle} />}
      </Dialog>
    </>
  )
}

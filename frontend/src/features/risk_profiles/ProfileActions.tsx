import { type ReactNode, useState } from 'react'
import { useHasDraft } from '@/api/drafts'
import { lockRiskProfile, submitSelfAssessment } from '@/api/generated/sdk.gen'
import type { RiskProfileOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { LevelsForm } from './LevelsForm'
import { ReopenDialog } from './ReopenDialog'
import { SignDialog } from './SignDialog'
import { meantFor, type Source } from './words'

interface ProfileActionsProps {
  schoolId: string
  profile: RiskProfileOut
}

const STATES: Record<string, { source: Source; words: string; submit: string }> = {
  state_school: { source: 'school', words: 'Оценить факторы: школа', submit: 'Сохранить самооценку' },
  state_curator: {
    source: 'curator',
    words: 'Оценить факторы: куратор',
    submit: 'Сохранить оценку куратора',
  },
  state_survey: { source: 'survey', words: 'Внести уровни анкеты', submit: 'Сохранить уровни анкеты' },
}
const WORDS: Record<string, string> = {
  ...Object.fromEntries(Object.entries(STATES).map(([name, { words }]) => [name, words])),
  self_assess: 'Отправить самооценку',
  verify: 'Решить по факторам',
  sign: 'Подписать профиль',
  lock: 'Закрыть профиль',
  reopen: 'Открыть снова',
}
const BY_HAND = new Set(['verify'])

/** What may be done with the profile now as buttons, what may not with its reason. */
export function ProfileActions({ schoolId, profile }: ProfileActionsProps) {
  const { allowed_actions, blocked, cycle } = profile
  const hasDraft = useHasDraft()
  const possible = allowed_actions.filter((name) => name in WORDS && !BY_HAND.has(name))
  const [open, setOpen] = useState<string | null>(
    () => possible.find((name) => hasDraft(`risk.${schoolId}.${cycle}.${STATES[name]?.source}`)) ?? null,
  )
  const { send, isSending, failure } = useSending()
  const asked = { path: { school_id: schoolId }, headers: meantFor(profile), throwOnError: true } as const
  const AT_ONCE: Record<string, () => Promise<unknown>> = {
    self_assess: () => submitSelfAssessment({ ...asked, body: { cycle } }),
    lock: () => lockRiskProfile({ ...asked, body: { cycle } }),
  }
  const press = (name: string) => {
    const work = AT_ONCE[name]
    if (work) void send([], work)
    else setOpen(name)
  }
  const close = () => setOpen(null)
  const stating = open !== null && possible.includes(open) ? STATES[open] : undefined
  const reasons = [...new Set(Object.keys(blocked).filter((name) => name in WORDS))]
  return (
    <div className={text.stack} data-noprint>
      {failure && (
        <ErrorState title={failure.title} text={failure.text} supportNumber={failure.supportNumber} />
      )}
      {stating ? (
        <Box title={stating.words}>
          <LevelsForm schoolId={schoolId} profile={profile} {...stating} onClose={close} />
        </Box>
      ) : (
        <div className={text.row}>
          {possible.map((name) => (
            <Button
              key={name}
              look={name === 'sign' ? 'primary' : 'plain'}
              aria-disabled={isSending || undefined}
              onClick={() => press(name)}
            >
              {WORDS[name]}
            </Button>
          ))}
          <Print />
        </div>
      )}
      <Reasons names={reasons} blocked={blocked} />
      {open === 'sign' && possible.includes('sign') && (
        <SignDialog schoolId={schoolId} profile={profile} onClose={close} />
      )}
      {open === 'reopen' && possible.includes('reopen') && (
        <ReopenDialog schoolId={schoolId} profile={profile} onClose={close} />
      )}
    </div>
  )
}

function Print(): ReactNode {
  return <Button onClick={() => window.print()}>Печать протокола</Button>
}

/** Each reason once, with the actions it holds. */
function Reasons({
  names,
  blocked,
}: {
  names: readonly string[]
  blocked: Readonly<Record<string, string>>
}) {
  return [...new Set(names.map((name) => blocked[name]))].map((why) => (
    <WhyDisabled key={why} why={why} size="small">
      {names.filter((name) => blocked[name] === why).map((name) => WORDS[name] ?? name)}
    </WhyDisabled>
  ))
}

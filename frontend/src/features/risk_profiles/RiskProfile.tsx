import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getRiskProfileOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { RiskProfileOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { ProfileActions } from './ProfileActions'
import { ProfileHistory } from './ProfileHistory'
import { RiskMatrix } from './RiskMatrix'
import styles from './RiskProfile.module.css'
import { VerdictDialog } from './VerdictDialog'
import { STATE_KINDS, summaryOf } from './words'

/** On the overview: the levels and where they differ; everything else is on the tab. */
export function RiskProfileInShort({ schoolId }: { schoolId: string }) {
  const profile = useQuery(getRiskProfileOptions({ path: { school_id: schoolId } }))
  if (!profile.data) return <Waiting query={profile} />
  if (profile.data.version === 0 && !isAssessed(profile.data)) return <NoProfile />
  return (
    <Box title="Рисковый профиль: три взгляда" meta={summaryOf(profile.data)} isFlush isWhole>
      <RiskMatrix factors={profile.data.factors} isShort />
    </Box>
  )
}

/** The whole kit of verification: the matrix, what may be done now, the protocol. */
export function RiskProfile({ schoolId }: { schoolId: string }) {
  const [cycle, setCycle] = useState<number>()
  const profile = useQuery(
    getRiskProfileOptions({ path: { school_id: schoolId }, query: cycle ? { cycle } : undefined }),
  )
  if (!profile.data) return <Waiting query={profile} />
  return (
    // What is being typed for one cycle must not be sent for another.
    <Kit
      key={`${schoolId}.${profile.data.cycle}`}
      schoolId={schoolId}
      profile={profile.data}
      onCycle={setCycle}
    />
  )
}

interface KitProps {
  schoolId: string
  profile: RiskProfileOut
  onCycle: (cycle: number) => void
}

function Kit({ schoolId, profile, onCycle }: KitProps) {
  const [decided, setDecided] = useState<string | null>(null)
  const factor = profile.factors.find(({ code }) => code === decided)
  const decides = profile.allowed_actions.includes('verify')
  return (
    <div className={text.stackWide}>
      <Standing profile={profile} onCycle={onCycle} />
      {profile.warnings.length > 0 && (
        <Note tone="due">
          <ul className={styles.warnings}>
            {profile.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Note>
      )}
      <ProfileActions schoolId={schoolId} profile={profile} />
      {profile.factors.length === 0 ? (
        <NoProfile />
      ) : (
        <Box title="Рисковый профиль: три взгляда" meta={summaryOf(profile)} isFlush>
          <RiskMatrix
            factors={profile.factors}
            onDecide={decides ? ({ code }) => setDecided(code) : undefined}
          />
        </Box>
      )}
      <ProfileHistory profile={profile} />
      {factor && decides && (
        <VerdictDialog
          key={factor.code}
          schoolId={schoolId}
          profile={profile}
          factor={factor}
          onClose={() => setDecided(null)}
        />
      )}
    </div>
  )
}

function Standing({ profile, onCycle }: Omit<KitProps, 'schoolId'>) {
  const { cycle, cycles, state, state_title, verified_on, self_assessed_at, visited_on, selected } = profile
  const said = [
    verified_on && `верифицирован ${formatDate(verified_on)}`,
    self_assessed_at && `самооценка отправлена ${formatDate(dateOfInstant(self_assessed_at))}`,
    visited_on ? `посещение ${formatDate(visited_on)}` : 'посещения ещё не было',
    `в работе факторов: ${selected}`,
  ].filter(Boolean)
  return (
    <div>
      <h2 className={styles.protocol}>
        Протокол верификации рискового профиля, {cycle} год. {profile.school_name}
      </h2>
      <div className={text.row}>
        <Status kind={STATE_KINDS[state]} text={`Профиль ${state_title}`} />
        <span className={text.meta}>{said.join(', ')}</span>
        {cycles.length > 1 && (
          <div className={text.push} data-noprint>
            <SelectChip
              label="Цикл"
              isFilter={false}
              options={cycles.map((year) => ({ value: String(year), text: `${year} год` }))}
              chosen={String(cycle)}
              onChoose={(year) => onCycle(Number(year))}
            />
          </div>
        )}
      </div>
    </div>
  )
}

interface Asked {
  isError: boolean
  error: unknown
  refetch: () => unknown
}

function Waiting({ query }: { query: Asked }) {
  if (!query.isError) return <Loading rows={6} label="Загружаем рисковый профиль" />
  return <ProblemState problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
}

function NoProfile() {
  return (
    <Box title="Рисковый профиль">
      <p className={text.sub}>Профиля нет: его составляют школы проекта 500+ после анкетирования в МЭДК.</p>
    </Box>
  )
}

function isAssessed({ factors }: RiskProfileOut): boolean {
  return factors.some(({ agreement }) => agreement !== 'no_data')
}

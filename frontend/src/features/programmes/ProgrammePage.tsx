import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActionBar, reasonsOf } from '@/acts/ActionBar'
import { useHasDraft } from '@/api/drafts'
import { getProgrammeOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ProgrammeOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate, formatInstant } from '@/lib/dates'
import { NO_DATA } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Passport } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { actionsOf } from './actions'
import { draftName } from './document'
import { Editor } from './Editor'
import { Measures } from './Measures'
import { Notes } from './Notes'
import { figureText, periodText, programmeStatus } from './words'

/** One anti-risk programme: written by the school, accepted and confirmed by the curator. */
export function ProgrammePage({ programmeId }: { programmeId: string }) {
  const programme = useQuery(getProgrammeOptions({ path: { programme_id: programmeId } }))
  if (programme.isPending) return <Loading rows={8} label="Загружаем программу" />
  if (programme.isError) {
    return (
      <ProblemState
        problem={asProblem(programme.error)}
        headingLevel={1}
        takesFocus
        onRetry={() => void programme.refetch()}
      />
    )
  }
  return <Programme programme={programme.data} />
}

function Programme({ programme }: { programme: ProgrammeOut }) {
  const hasDraft = useHasDraft()
  const row = programme.programme
  const today = dateOfInstant(useMe().now)
  const about = { schoolId: row.school_id, factor: row.factor, cycle: row.cycle }
  return (
    <>
      <PageHeader
        title={row.factor_name}
        crumbs={
          <>
            <Link to="/schools/$schoolId/programmes" params={{ schoolId: row.school_id }}>
              {row.school_name}
            </Link>{' '}
            / Антирисковая программа
          </>
        }
      >
        {`Цикл ${row.cycle} года`}
      </PageHeader>
      <p>
        <Status {...programmeStatus(row)} />
      </p>
      {programme.reason && row.state === 'returned' && (
        <Note tone="due">Что исправить: {bound(programme.reason)}</Note>
      )}
      {programme.reason && row.state === 'accepted' && programme.matches_concept === false && (
        <Note tone="due">Расходится с концепцией: {bound(programme.reason)}</Note>
      )}
      {!row.is_selected && (
        <Note tone="due">Этот фактор не выбран для работы в рисковом профиле: программа лишняя.</Note>
      )}
      <Passport
        pairs={[
          { name: 'Показатель', value: programme.indicator ?? NO_DATA },
          { name: 'Было', value: figureText(programme.baseline, programme.indicator_unit) },
          { name: 'Будет', value: figureText(programme.target, programme.indicator_unit) },
          { name: 'Период', value: periodText(programme) },
          { name: 'Сдана', value: submittedText(programme) },
          { name: 'Принята', value: programme.accepted_on ? formatDate(programme.accepted_on) : NO_DATA },
          {
            name: 'Соответствует концепции',
            value: programme.matches_concept === null ? NO_DATA : programme.matches_concept ? 'да' : 'нет',
          },
        ]}
      />
      <ActionBar
        label="Действия с программой"
        subject={`programme.${row.id}`}
        actions={actionsOf(row.id ?? '', () => hasDraft(draftName(about)))}
        allowed={programme.allowed_actions}
        blocked={reasonsOf(programme.blocked)}
        moot={['accept', 'return', 'submit']}
      />
      <div className={`${text.columns} ${text.mainAndSide}`}>
        <div className={text.stackWide}>
          {programme.allowed_actions.includes('save') ? (
            <Editor programme={programme} about={about} />
          ) : (
            <Box title="Цель">
              <p>{bound(programme.goal)}</p>
            </Box>
          )}
          <Measures measures={programme.measures} today={today} />
        </div>
        <div className={text.stackWide}>
          <Notes notes={programme.notes} />
          <Box title="История">
            <Timeline
              items={programme.steps.map(({ at, words, measure, person, reason }, place) => ({
                key: `${place}`,
                kind: 'idle',
                title: `${formatInstant(at)}: ${words}`,
                text: [measure, person, reason].filter(Boolean).join('. '),
              }))}
            />
          </Box>
        </div>
      </div>
    </>
  )
}

function submittedText({ submitted_at, submitted_by }: ProgrammeOut): string {
  if (!submitted_at) return NO_DATA
  const day = formatDate(dateOfInstant(submitted_at))
  return submitted_by ? `${day}, ${submitted_by}` : day
}

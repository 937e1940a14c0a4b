import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActionBar, reasonsOf } from '@/acts/ActionBar'
import { getTargetOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { TargetCardOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate, formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { KeyValue, type Pair } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { HistoryTable } from './HistoryTable'
import { TargetLinks } from './TargetLinks'
import { actionsOf } from './targetActions'
import {
  changeText,
  intervalText,
  KIND_OF_STATE,
  KIND_OF_VERDICT,
  missingText,
  numberText,
  valueText,
} from './words'

/** One target: plan against fact, the years beside it, what leads to it, who changed what and why. */
export function TargetPage({ targetId }: { targetId: string }) {
  const target = useQuery(getTargetOptions({ path: { target_id: targetId } }))
  if (target.isPending) return <Loading rows={8} label="Считаем план и факт" />
  if (target.isError) {
    return (
      <ProblemState
        problem={asProblem(target.error)}
        headingLevel={1}
        takesFocus
        onRetry={() => void target.refetch()}
      />
    )
  }
  return <Card target={target.data} />
}

function Card({ target }: { target: TargetCardOut }) {
  const school = { schoolId: target.school_id }
  return (
    <div className={text.stackWide}>
      <PageHeader
        title={`${target.metric_title}: план ${numberText(target.unit, target.target_value)} на ${target.due_year} год`}
        crumbs={
          <>
            <Link to="/targets">Цели</Link> /{' '}
            <Link to="/schools/$schoolId/targets" params={school}>
              {bound(target.school_name)}
            </Link>
          </>
        }
      >
        {target.work_title}
      </PageHeader>
      <ActionBar
        label="Что сделать с целью"
        subject={`target.${target.id}`}
        allowed={target.allowed_actions}
        blocked={reasonsOf(target.blocked)}
        moot={target.blocked.map(({ action }) => action)}
        actions={actionsOf(target)}
      />
      <Box title="План и факт">
        <div className={text.stack}>
          <KeyValue pairs={pairsOf(target)} />
          {target.base_changed && <Note tone="due">{bound(target.base_changed)}</Note>}
          <p className={text.meta}>{bound(target.target_means)}</p>
          <p className={text.meta}>
            {bound(
              `Формула: ${target.formula}. Интервал 95 %: ${target.interval_method}; для изменения — Ньюком.`,
            )}
          </p>
          <p className={text.meta}>
            Откуда: протоколы за {target.base_year} и {target.due_year} год на странице{' '}
            <Link to="/schools/$schoolId/results" params={school}>
              «Результаты»
            </Link>
            .
          </p>
        </div>
      </Box>
      {target.closing && <Closing closing={target.closing} target={target} />}
      <Box title="По годам" isFlush isWhole>
        <HistoryTable measured={target} years={target.history} />
      </Box>
      <TargetLinks target={target} />
      <Box title="Кто, когда и почему">
        <Timeline
          items={[...target.steps].reverse().map(({ words, changes, reason, who, at }) => ({
            key: `${at} ${words}`,
            kind: 'ok',
            title: `${formatInstant(at)}: ${words}`,
            text: [who, changes, reason && `причина: ${reason}`].filter(Boolean).join('; '),
          }))}
        />
      </Box>
    </div>
  )
}

function pairsOf(target: TargetCardOut): Pair[] {
  const { unit, base, fact, change } = target
  return [
    { name: 'Состояние', value: <Status kind={KIND_OF_STATE[target.state]} text={stateOf(target)} /> },
    {
      name: `База, ${target.base_year} год`,
      value: `${valueText(target, base)} (${intervalText(unit, base)})`,
    },
    {
      name: 'План',
      value: `${numberText(unit, target.target_value)} на ${target.due_year} год${dayOf(target)}`,
    },
    {
      name: 'Факт',
      value: missingText(fact) ?? `${valueText(target, fact)} (${intervalText(unit, fact)})`,
    },
    {
      name: 'Выполнение',
      value: (
        <>
          <Status kind={KIND_OF_VERDICT[target.verdict]} text={target.verdict_words} />
          <p className={text.small}>{bound(target.explanation)}</p>
        </>
      ),
    },
    { name: 'Изменение к базе', value: change ? changeText(unit, change) : `— ${target.verdict_words}` },
    {
      name: 'Пройдено пути к плану',
      value:
        target.progress_pct === null
          ? `— ${target.progress_why ?? 'нет данных'}`
          : `${formatNumber(target.progress_pct)}\u00a0%`,
    },
  ]
}

function stateOf({ state_title, proposed_by, agreed_by, agreed_at }: TargetCardOut): string {
  const author = proposed_by ? `; автор плана: ${proposed_by}` : ''
  const agreed = agreed_by && agreed_at ? `; согласование: ${agreed_by}, ${formatInstant(agreed_at)}` : ''
  return `${state_title}${author}${agreed}`
}

function dayOf({ due_on }: TargetCardOut): string {
  return due_on ? `, до ${formatDate(due_on)}` : ''
}

interface ClosingProps {
  closing: NonNullable<TargetCardOut['closing']>
  target: TargetCardOut
}

/** What the target was closed with; the live fact above may differ when results were corrected since. */
function Closing({ closing, target }: ClosingProps) {
  const { words, verdict, figure, at, who, cause, proposal } = closing
  return (
    <Box title="Закрыта с фактом" meta={formatInstant(at)}>
      <KeyValue
        pairs={[
          { name: 'Выполнение', value: <Status kind={KIND_OF_VERDICT[verdict]} text={words} /> },
          {
            name: 'Факт на день закрытия',
            value:
              missingText(figure) ?? `${valueText(target, figure)} (${intervalText(target.unit, figure)})`,
          },
          { name: 'Причина отклонения', value: cause ?? '—' },
          { name: 'Предложение', value: proposal ?? '—' },
          { name: 'Кто закрыл', value: who ?? '—' },
        ]}
      />
    </Box>
  )
}

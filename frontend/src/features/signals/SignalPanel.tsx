import { useQuery } from '@tanstack/react-query'
import { getSignalOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { SignalDetailOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Disclosure } from '@/ui/Disclosure'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { Panel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { CommentForm } from './CommentForm'
import { Evidence } from './Evidence'
import { VerdictForm } from './VerdictForm'
import { STATE_KIND } from './words'

interface SignalPanelProps {
  signalKey: string
  onClose: () => void
}

/** One signal whole: what is seen, on which numbers, what was decided and said. */
export function SignalPanel({ signalKey, onClose }: SignalPanelProps) {
  const found = useQuery(getSignalOptions({ path: { key: signalKey } }))
  const signal = found.data?.signal
  return (
    <Panel
      id="signal"
      title={signal ? signal.kind_title : 'Сигнал'}
      meta={signal && `${signal.school_name}. ${signal.title}`}
      onClose={onClose}
    >
      {found.data ? (
        <Whole found={found.data} />
      ) : found.error ? (
        <ProblemState
          problem={asProblem(found.error)}
          headingLevel={3}
          onRetry={() => void found.refetch()}
        />
      ) : (
        <Loading rows={6} label="Загружаем сигнал" />
      )}
    </Panel>
  )
}

function Whole({ found }: { found: SignalDetailOut }) {
  const { signal, kind, evidence, history, comments, allowed_actions, blocked } = found
  const mayJudge = allowed_actions.some((action) => action !== 'comment')
  return (
    <div className={text.stackWide}>
      <div className={text.stack}>
        <p>
          <Status kind={STATE_KIND[signal.state]} text={signal.state_title} />
        </p>
        {signal.is_returned && (
          <Note tone="due">Решение было о прежних числах. Числа изменились, и сигнал снова открыт.</Note>
        )}
        <p>{bound(signal.words)}</p>
        {signal.is_approximate && <p className={text.meta}>Участников меньше 50: картина приблизительная.</p>}
      </div>
      <Evidence evidence={evidence} />
      <div className={text.stack}>
        <h3>О чём поговорить</h3>
        <p>{bound(kind.talk)}</p>
        <Disclosure summary="По какому правилу">
          <div className={text.stack}>
            <p>{bound(kind.what)}</p>
            <p>{bound(kind.thresholds)}</p>
            <p className={text.meta}>Источник: {bound(kind.source)}</p>
          </div>
        </Disclosure>
      </div>
      {comments.length > 0 && (
        <div className={text.stack}>
          <h3>Пояснения школы</h3>
          {comments.map(({ body, who, at }) => (
            <div key={`${at}${body}`}>
              <p>{bound(body)}</p>
              <p className={text.meta}>{`${who ?? 'школа'}, ${formatInstant(at)}`}</p>
            </div>
          ))}
        </div>
      )}
      {history.length > 0 && (
        <div className={text.stack}>
          <h3>Решения</h3>
          <Timeline
            items={history.map(({ at, verdict, title, explanation, basis, who, is_about_these_numbers }) => ({
              key: `${at}${explanation}`,
              kind: STATE_KIND[verdict],
              title: `${title}${is_about_these_numbers ? '' : ', о прежних числах'}`,
              text: [explanation, basis && `Основание: ${basis}`, `${who ?? ''} ${formatInstant(at)}`.trim()]
                .filter(Boolean)
                .join('. '),
            }))}
          />
        </div>
      )}
      {mayJudge ? (
        <VerdictForm found={found} />
      ) : (
        blocked.explained && <p className={text.meta}>{bound(blocked.explained)}</p>
      )}
      {allowed_actions.includes('comment') && <CommentForm signalKey={signal.key} />}
    </div>
  )
}

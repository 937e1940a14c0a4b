import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { FigureOut, MemberFactsOut, ResultDetailOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { ratioText, ratioWithPercent } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Disclosure } from '@/ui/Disclosure'
import { Figure } from '@/ui/Figure'
import { Note } from '@/ui/Note'
import { Status } from '@/ui/Status'
import type { StatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'
import styles from './ActivityPanel.module.css'
import { membersWords } from './resultWords'
import { capitalized } from './todoWords'

const MOST_UNFOLDED = 5

interface ExpectedResultsProps {
  results: readonly ResultDetailOut[]
  /** The status of the row: what is missing burns as the row does, and a fact nobody waits for yet is no alarm. */
  kind: StatusKind
}

/** Everything a row is expected to bring, each with its figure, its rule and its members, the missing first. */
export function ExpectedResults({ results, kind }: ExpectedResultsProps) {
  const urgency = kind === 'late' || kind === 'due' ? kind : 'idle'
  return results.map((result, place) => (
    <Result key={result.figure.title} result={result} urgency={urgency} isMain={place === 0} />
  ))
}

interface ResultProps {
  result: ResultDetailOut
  urgency: 'late' | 'due' | 'idle'
  /** Its figure stands large at the top of the panel. */
  isMain: boolean
}

function Result({ result: { figure, members }, urgency, isMain }: ResultProps) {
  const id = useId()
  const missing = members.filter(({ is_met }) => !is_met)
  const met = members.filter(({ is_met }) => is_met)
  return (
    <section aria-labelledby={id} className={styles.result}>
      <h3 id={id}>{bound(figure.title)}</h3>
      <FigureLine figure={figure} isMain={isMain} />
      <p className={text.sub}>{bound(figure.rule)}</p>
      {missing.length > 0 && <h4 className={styles.subtitle}>Не выполнено: {membersWords(missing)}</h4>}
      <div className={text.stack}>
        {missing.map((member) => (
          <Missing key={keyOf(member)} member={member} urgency={urgency} />
        ))}
      </div>
      {met.length > 0 && <Met members={met} />}
    </section>
  )
}

/** Those who are done; many of them are folded away: the panel is about who is missing. */
function Met({ members }: { members: readonly MemberFactsOut[] }) {
  const title = `Выполнено: ${membersWords(members)}`
  const list = (
    <ul>
      {members.map((member) => (
        <li key={keyOf(member)} className={styles.met}>
          <MemberName member={member} />
          <span className={styles.facts}>{bound(member.facts.map((fact) => fact.text).join(' · '))}</span>
        </li>
      ))}
    </ul>
  )
  if (members.length > MOST_UNFOLDED) return <Disclosure summary={<b>{title}</b>}>{list}</Disclosure>
  return (
    <>
      <h4 className={styles.subtitle}>{title}</h4>
      {list}
    </>
  )
}

/** «2 из 3», achieved or not; below it what it was at the deadline, whether it moved since or not. */
function FigureLine({ figure, isMain }: { figure: FigureOut; isMain: boolean }) {
  const { met, total, is_achieved, unit, due_on, met_at_due, total_at_due, is_frozen } = figure
  return (
    <>
      <p className={styles.figures}>
        {unit === 'person' ? (
          <span>
            <Figure met={met} total={total} /> человек
          </span>
        ) : (
          !isMain && <Figure met={met} total={total} />
        )}
        {is_achieved ? (
          <Status kind="ok" text="Результат достигнут" />
        ) : (
          <span className={text.sub}>Результат пока не достигнут</span>
        )}
      </p>
      {due_on !== null && met_at_due !== null && (
        <p className={text.meta}>
          <Status
            kind="frozen"
            text={`На срок ${formatDate(due_on)} было ${ratioText(met_at_due, total_at_due ?? total)}`}
          />
          {is_frozen ? ', сохранено и не меняется' : ', пересчитано по датам подтверждений'}
        </p>
      )}
    </>
  )
}

function Missing({ member, urgency }: { member: MemberFactsOut; urgency: ResultProps['urgency'] }) {
  return (
    <Note tone={urgency === 'idle' ? 'plain' : urgency}>
      <p>
        <MemberName member={member} />
      </p>
      <ul className={styles.factList}>
        {member.facts.map((fact) => (
          <li key={fact.code}>
            <Status kind={fact.since_on === null ? urgency : 'ok'} text={capitalized(fact.text)} />
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** The name, as a link where it is a school, with its heads where the fact counts them. */
export function MemberName({ member: { school_id, name, counted, of_total } }: { member: MemberFactsOut }) {
  return (
    <>
      {school_id ? (
        <Link to="/schools/$schoolId" params={{ schoolId: school_id }} className={styles.school}>
          {bound(name)}
        </Link>
      ) : (
        <b>{bound(name)}</b>
      )}
      {counted !== null && of_total !== null && (
        <span className={text.sub}>, {ratioWithPercent(counted, of_total)}</span>
      )}
    </>
  )
}

function keyOf({ school_id, name }: MemberFactsOut): string {
  return school_id ?? name
}

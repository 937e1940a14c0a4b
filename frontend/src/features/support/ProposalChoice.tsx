import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { listAssignmentProposalsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ProposalOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { FieldError } from '@/ui/FieldError'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import styles from './Support.module.css'
import type { Kind } from './words'

interface ProposalChoiceProps {
  field: { id: string; error: string | null }
  schoolId: string
  kind: Kind
  /** The load is counted on this day. */
  on: string | null
  chosen: string
  onChoose: (personId: string) => void
}

/** Candidates in the order of fit, each with the reasons; who must not be appointed stands last and cannot be chosen. */
export function ProposalChoice({ field, schoolId, kind, on, chosen, onChoose }: ProposalChoiceProps) {
  const name = useId()
  const query = { kind, ...(on && { on }) }
  const found = useQuery(listAssignmentProposalsOptions({ path: { school_id: schoolId }, query }))
  if (found.error) {
    return (
      <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} headingLevel={3} />
    )
  }
  if (!found.data) return <Loading rows={3} label="Подбираем людей" />
  const { items, note } = found.data
  return (
    <fieldset className={styles.options} id={field.id} tabIndex={-1}>
      <legend className={styles.legend}>Кого назначить</legend>
      {field.error && <FieldError id={`${field.id}-error`}>{field.error}</FieldError>}
      {items.length === 0 && <p>Людей с этой ролью на выбранный день нет. Роль выдаёт администратор.</p>}
      {items.map((proposal) => (
        <Option
          key={proposal.person_id}
          name={name}
          proposal={proposal}
          isChosen={proposal.person_id === chosen}
          onChoose={onChoose}
        />
      ))}
      <p className={text.meta}>{bound(note)}</p>
    </fieldset>
  )
}

interface OptionProps {
  name: string
  proposal: ProposalOut
  isChosen: boolean
  onChoose: (personId: string) => void
}

function Option({ name, proposal, isChosen, onChoose }: OptionProps) {
  const id = useId()
  const { person_id, full_name, is_possible, reasons } = proposal
  return (
    <div className={styles.option}>
      <input
        id={id}
        type="radio"
        name={name}
        checked={isChosen}
        disabled={!is_possible}
        aria-describedby={`${id}-why`}
        onChange={() => onChoose(person_id)}
      />
      <label htmlFor={id}>{bound(full_name)}</label>
      <ul id={`${id}-why`} className={text.small}>
        {reasons.map((reason) => (
          <li key={reason.text}>{bound(reason.text)}</li>
        ))}
      </ul>
    </div>
  )
}

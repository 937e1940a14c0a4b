import { Link } from '@tanstack/react-router'
import { withdrawDismissal } from '@/api/generated/sdk.gen'
import type { FindingOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatDate, formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { ErrorState } from '@/ui/states'
import { FindingLink } from './FindingLink'
import styles from './Quality.module.css'
import { ageOf, ownerOf } from './words'

export interface FindingActions {
  onDismiss: (finding: FindingOut) => void
  /** Told what has been done. */
  onSaved: (what: string) => void
}

/** What it is about, what exactly, how old, whose move it is. */
export function Finding({ finding, onDismiss, onSaved }: FindingActions & { finding: FindingOut }) {
  const { link, label, detail, since_on, school_id, school_name, dismissal, allowed_actions, blocked } =
    finding
  return (
    <li className={styles.finding}>
      <div>
        <p className={styles.label}>
          <FindingLink link={link}>{bound(label)}</FindingLink>
        </p>
        <p>{bound(detail)}</p>
        <p className={styles.line}>
          {school_id && school_name && school_name !== label && (
            <Link to="/schools/$schoolId" params={{ schoolId: school_id }}>
              {bound(school_name)}
            </Link>
          )}
          <span title={`с ${formatDate(since_on)}`}>{ageOf(finding)}</span>
          <span>{bound(ownerOf(finding))}</span>
        </p>
        {dismissal && (
          <p className={styles.line}>
            <span>
              Отклонено {formatInstant(dismissal.at)}
              {dismissal.who && `, ${bound(dismissal.who)}`}: {bound(dismissal.reason)}
            </span>
          </p>
        )}
        {blocked.dismiss && <p className={styles.line}>{bound(blocked.dismiss)}</p>}
      </div>
      <div className={styles.action}>
        {allowed_actions.includes('dismiss') && (
          <Button
            size="small"
            look="quiet"
            aria-haspopup="dialog"
            aria-label={`Отклонить: ${label}`}
            onClick={() => onDismiss(finding)}
          >
            Отклонить
          </Button>
        )}
        {dismissal && allowed_actions.includes('withdraw') && (
          <Withdraw id={dismissal.id} label={label} onSaved={onSaved} />
        )}
      </div>
    </li>
  )
}

interface WithdrawProps extends Pick<FindingActions, 'onSaved'> {
  id: string
  label: string
}

function Withdraw({ id, label, onSaved }: WithdrawProps) {
  const { send, isSending, failure } = useSending()
  const withdraw = async () => {
    const isDone = await send([], () => withdrawDismissal({ path: { dismissal_id: id }, throwOnError: true }))
    if (isDone) onSaved(`замечание возвращено: ${label}`)
  }
  return (
    <>
      {failure && (
        <ErrorState
          title={failure.title}
          text={failure.text}
          supportNumber={failure.supportNumber}
          headingLevel={3}
          takesFocus
        />
      )}
      <Button
        size="small"
        aria-label={`Вернуть: ${label}`}
        aria-disabled={isSending || undefined}
        onClick={() => void withdraw()}
      >
        {isSending ? 'Возвращаем' : 'Вернуть'}
      </Button>
    </>
  )
}

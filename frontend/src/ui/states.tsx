/** What a page or a region says when it has no content to show. */
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './Button'
import { Note } from './Note'
import styles from './states.module.css'

/** 1 when the state stands for the whole page. */
export type HeadingLevel = 1 | 2 | 3

interface StateProps {
  title: string
  children: ReactNode
  /** A link or a button: the way on. */
  action?: ReactNode
  headingLevel?: HeadingLevel
}

function Heading({ level, children }: { level: HeadingLevel; children: ReactNode }) {
  const Tag = `h${level}` as const
  return <Tag className={styles.title}>{children}</Tag>
}

/** Nothing here: all is done, or the filter found nothing; says which and names the way on. */
export function EmptyState({ title, children, action, headingLevel = 2 }: StateProps) {
  return (
    <div className={styles.state}>
      <Heading level={headingLevel}>{title}</Heading>
      <p>{children}</p>
      {action && <p>{action}</p>}
    </div>
  )
}

/** Who sees it, your role, whom to ask; never a bare 403. */
export function NoRights({ title = 'Нет прав', children, action, headingLevel = 2 }: Partial<StateProps>) {
  return (
    <div className={styles.state}>
      <Heading level={headingLevel}>{title}</Heading>
      <p>{children}</p>
      {action && <p>{action}</p>}
    </div>
  )
}

interface ErrorStateProps {
  title: string
  /** What is kept and what to do. */
  text: string
  /** Tells support which request failed. */
  supportNumber?: string | null
  onRetry?: () => void
  /** The page's own failure takes the focus; a failure beside a form does not. */
  takesFocus?: boolean
  headingLevel?: HeadingLevel
}

/** What happened, what is kept, what to do, and the number for support. */
export function ErrorState({
  title,
  text,
  supportNumber,
  onRetry,
  takesFocus = false,
  headingLevel = 2,
}: ErrorStateProps) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takesFocus) frame.current?.focus()
  }, [takesFocus])
  return (
    <div className={styles.error} ref={frame} tabIndex={-1} role="alert">
      <Note tone="late">
        <Heading level={headingLevel}>{title}</Heading>
        <p>
          {text}
          {supportNumber && (
            <>
              {' '}
              Если не поможет, сообщите номер <span className={styles.number}>{supportNumber}</span>.
            </>
          )}
        </p>
        {onRetry && (
          <p>
            <Button size="small" onClick={onRetry}>
              Повторить
            </Button>
          </p>
        )}
      </Note>
    </div>
  )
}

import { EmptyState, ErrorState, type HeadingLevel, NoRights } from './states'

interface Failure {
  /** HTTP status; null when there was no answer. */
  status: number | null
  title: string
  text: string
  supportNumber: string | null
}

interface ProblemStateProps {
  problem: Failure
  onRetry?: () => void
  takesFocus?: boolean
  headingLevel?: HeadingLevel
}

/** A failed request in place of its content: no rights, not found, or what to do about the failure. */
export function ProblemState({ problem, onRetry, takesFocus, headingLevel }: ProblemStateProps) {
  const { status, title, text, supportNumber } = problem
  if (status === 403)
    return (
      <NoRights title={title} headingLevel={headingLevel}>
        {text}
      </NoRights>
    )
  if (status === 404)
    return (
      <EmptyState title={title} headingLevel={headingLevel}>
        {text}
      </EmptyState>
    )
  return (
    <ErrorState
      title={title}
      text={text}
      supportNumber={supportNumber}
      onRetry={onRetry}
      takesFocus={takesFocus}
      headingLevel={headingLevel}
    />
  )
}

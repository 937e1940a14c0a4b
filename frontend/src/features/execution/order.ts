/** What of a row waits for whom: the most urgent stands first and is open. */
import type { OccurrenceOut, WindowOccurrencesOut } from '@/api/generated/types.gen'

const DECISIONS = ['accept', 'return']

/** 0 waits for a decision of the reader … 5 is settled. */
export function urgency({ state, status, allowed_actions }: OccurrenceOut): number {
  // What cannot be accepted yet can still be returned.
  if (state === 'reported' && DECISIONS.some((action) => allowed_actions.includes(action))) return 0
  if (state === 'returned' && allowed_actions.includes('report')) return 1
  if (state === 'accepted' || state === 'cancelled') return 5
  if (status.kind === 'late') return 2
  return status.kind === 'due' ? 3 : 4
}

/** Everything carried out in one window: the office first, then the schools. */
export function occurrencesOf({ office, schools }: WindowOccurrencesOut): OccurrenceOut[] {
  return office ? [office, ...schools] : schools
}

export function windowUrgency(window: WindowOccurrencesOut): number {
  return Math.min(5, ...occurrencesOf(window).map(urgency))
}

/** The same occurrences, the urgent first, otherwise in the order they came. */
export function urgentFirst(occurrences: readonly OccurrenceOut[]): OccurrenceOut[] {
  return occurrences.toSorted((one, other) => urgency(one) - urgency(other))
}

/**
 * Actions that the state itself rules out: nobody waits to accept what is accepted. What a lock, a missing paper or
 * one's own hand forbids is never among them.
 */
export function mootActions(state: OccurrenceOut['state']): string[] {
  if (state === 'accepted' || state === 'cancelled') {
    return ['start', 'report', 'accept', 'return', 'cancel', 'reschedule']
  }
  return state === 'in_progress' || state === 'reported' ? ['reopen', 'start'] : ['reopen']
}

/** Names an occurrence among all others: also the name of its drafts. */
export function occurrenceKey({ window_id, school_id }: OccurrenceOut): string {
  return `${window_id}.${school_id ?? 'office'}`
}

/** The place of the window to open: the most urgent, else the first that is not settled, else the last. */
export function windowToOpen(windows: readonly WindowOccurrencesOut[]): number {
  const urgencies = windows.map(windowUrgency)
  const least = Math.min(...urgencies)
  return least < 5 ? urgencies.indexOf(least) : windows.length - 1
}

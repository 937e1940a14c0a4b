import type { ActionPointOut } from '@/api/generated/types.gen'
import type { StatusKind } from '@/ui/status'

export const PRIORITIES = [
  { value: 'high', text: 'срочно' },
  { value: 'medium', text: 'обычная' },
  { value: 'low', text: 'не срочно' },
] as const

const KINDS: Readonly<Record<string, StatusKind>> = {
  open: 'idle',
  done: 'run',
  verified: 'ok',
  cancelled: 'frozen',
}

/** Overdue is counted by the day, never stored. */
export function pointStatus(point: ActionPointOut): { kind: StatusKind; text: string } {
  if (point.overdue) return { kind: 'late', text: point.overdue }
  return { kind: KINDS[point.state] ?? 'idle', text: point.state_title }
}

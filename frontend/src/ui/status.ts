/** The status vocabulary: a kind has one shape everywhere. Words are given by whoever shows the status. */
import type { IconName } from './icons'

export const STATUS_KINDS = ['ok', 'run', 'due', 'late', 'idle', 'ask', 'frozen'] as const

export type StatusKind = (typeof STATUS_KINDS)[number]

/** Circle with tick, half circle, triangle, diamond, ring, square with question mark, flag. */
export const SHAPE_OF: Record<StatusKind, IconName> = {
  ok: 'ok',
  run: 'run',
  due: 'due',
  late: 'late',
  idle: 'idle',
  ask: 'ask',
  frozen: 'frozen',
}

/** The kind as the server names it; a kind that this screen does not know yet looks like «not yet». */
export function toStatusKind(kind: string): StatusKind {
  return STATUS_KINDS.find((known) => known === kind) ?? 'idle'
}

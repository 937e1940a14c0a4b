/** The address of a comparison: with which edition, and which rows. */
import { isUuid } from '@/lib/uuid'

export const ROW_KINDS = ['changed', 'added', 'removed', 'same'] as const
export type RowKind = (typeof ROW_KINDS)[number]

export interface DiffSearch {
  before?: string
  /** Absent: every row that differs. «all» shows the others too. */
  show?: RowKind | 'all'
}

const SHOWN = [...ROW_KINDS, 'all'] as const

/** Every key is named, also with nothing in it: the router would keep the unread value of a key left out. */
export function readDiffSearch({ before, show }: Record<string, unknown>): DiffSearch {
  return {
    before: isUuid(before) ? before : undefined,
    show: SHOWN.find((known) => known === show),
  }
}

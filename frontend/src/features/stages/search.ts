/** The address of «Ход проекта»: which schools, which cell is open. What is not understood is dropped. */
import { isUuid } from '@/lib/uuid'

export const SHOWS = ['late', 'mine'] as const
export type Show = (typeof SHOWS)[number]

export interface StagesSearch {
  /** Absent: all schools. */
  show?: Show
  /** The open cell: both, or none. */
  school?: string
  step?: string
}

const CODE = /^[a-z0-9_]{1,40}$/

/** Every key is named, also with nothing in it: the router would keep the unread value of a key left out. */
export function readStagesSearch({ show, school, step }: Record<string, unknown>): StagesSearch {
  const isCell = isUuid(school) && typeof step === 'string' && CODE.test(step)
  return {
    show: SHOWS.find((known) => known === show),
    school: isCell ? school : undefined,
    step: isCell ? step : undefined,
  }
}

/** The addresses of «Сигналы» and «Подтверждение отметок». What is not understood is dropped. */
import { isUuid } from '@/lib/uuid'

export const KINDS = ['marked_list', 'journal_gap', 'boundary_peak', 'cohort_jump', 'vpr_oge'] as const
export const STATES = ['open', 'explained', 'rechecked', 'confirmed', 'dismissed'] as const
export const PROCEDURES = ['vpr', 'dr'] as const

export type Kind = (typeof KINDS)[number]
export type State = (typeof STATES)[number]

export interface SignalsSearch {
  year?: number
  kind?: Kind
  verdict?: State
  procedure?: (typeof PROCEDURES)[number]
  /** Signals about this school. */
  school?: string
  page?: number
  /** Key of the signal whose panel is open. */
  signal?: string
}

export interface ConfirmationSearch {
  year?: number
  school?: string
  subject?: string
  grade?: number
  page?: number
}

const KEY = /^[a-z_]{1,20}(\.[0-9a-f-]{1,36}){2,3}$/
const SUBJECT = /^[a-z_]{1,50}$/
const MOST_PAGES = 100_000

export function readSignalsSearch(search: Record<string, unknown>): SignalsSearch {
  const { year, kind, verdict, procedure, school, page, signal } = search
  return {
    year: wholeIn(year, 2000, 2100),
    kind: oneOf(KINDS, kind),
    verdict: oneOf(STATES, verdict),
    procedure: oneOf(PROCEDURES, procedure),
    school: isUuid(school) ? school : undefined,
    page: wholeIn(page, 2, MOST_PAGES),
    signal: typeof signal === 'string' && KEY.test(signal) ? signal : undefined,
  }
}

export function readConfirmationSearch(search: Record<string, unknown>): ConfirmationSearch {
  const { year, school, subject, grade, page } = search
  return {
    year: wholeIn(year, 2000, 2100),
    school: isUuid(school) ? school : undefined,
    subject: typeof subject === 'string' && SUBJECT.test(subject) ? subject : undefined,
    grade: wholeIn(grade, 1, 12),
    page: wholeIn(page, 2, MOST_PAGES),
  }
}

export function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((known) => known === value)
}

function wholeIn(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : undefined
}

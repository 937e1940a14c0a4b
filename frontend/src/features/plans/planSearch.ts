/** The address of «Дорожная карта»: which rows, how dense, which row is open. What is not understood is dropped. */
import { isUuid } from '@/lib/uuid'
import { RESPONSIBLE, type ResponsibleCode } from './responsible'

export const ROW_FILTERS = ['late', 'week', 'run', 'ask'] as const
export type RowFilter = (typeof ROW_FILTERS)[number]

export const DENSITIES = ['compact', 'normal', 'roomy'] as const
export type Density = (typeof DENSITIES)[number]

export interface PlanSearch {
  /** Edition by id; absent: the one in force. */
  edition?: string
  status?: RowFilter
  /** Code of a section. The router reads «1» from the address as a number. */
  section?: string | number
  who?: ResponsibleCode
  /** Absent: compact. */
  rows?: Exclude<Density, 'compact'>
  /** The activity whose panel is open. */
  row?: string
}

const LONGEST_CODE = 20

/** Every key is named, also with nothing in it: the router would keep the unread value of a key left out. */
export function readPlanSearch(search: Record<string, unknown>): PlanSearch {
  const { edition, status, section, who, rows, row } = search
  return {
    edition: isUuid(edition) ? edition : undefined,
    status: oneOf(ROW_FILTERS, status),
    section: isSectionCode(section) ? section : undefined,
    who: oneOf(CODES, who),
    rows: oneOf(['normal', 'roomy'] as const, rows),
    row: isUuid(row) ? row : undefined,
  }
}

/** A section code as it goes into the address: digits as a number, or the router would quote them. */
export function sectionParam(code: string): string | number {
  return /^[1-9]\d{0,8}$/.test(code) ? Number(code) : code
}

const CODES = RESPONSIBLE.map(({ code }) => code)

function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((known) => known === value)
}

function isSectionCode(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isInteger(value)
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_CODE
}

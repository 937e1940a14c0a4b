/** The address of «Дорожная карта»: which rows, how dense, which row is open. What is not understood is dropped. */
import { isDay } from '@/lib/readDate'
import { isUuid } from '@/lib/uuid'

export const ROW_FILTERS = ['late', 'week', 'run', 'ask', 'ok', 'idle'] as const
export type RowFilter = (typeof ROW_FILTERS)[number]

export const DENSITIES = ['compact', 'normal', 'roomy'] as const
export type Density = (typeof DENSITIES)[number]

export const SORTS = ['due', 'urgency', 'figure'] as const
export type Sort = (typeof SORTS)[number]

export const GROUPS = ['who', 'school'] as const
export type Grouping = (typeof GROUPS)[number]

export interface PlanSearch {
  /** Absent: the table. */
  view?: 'timeline'
  /** Edition by id; absent: the one in force. */
  edition?: string
  status?: RowFilter
  /** Code of a section. The router reads «1» from the address as a number. */
  section?: string | number
  /** Key of a party (parties.ts). */
  who?: string
  /** Rows about this school. */
  school?: string
  /** Words of the row. */
  q?: string
  /** First and last day of the period its windows touch, 'YYYY-MM-DD'. */
  from?: string
  to?: string
  /** Absent: the order of the act. */
  sort?: Sort
  /** Of the timeline; absent: by section. */
  group?: Grouping
  /** Page of a timeline by school, from 1. */
  page?: number
  /** Absent: compact. */
  rows?: Exclude<Density, 'compact'>
  /** Paper of the timeline; absent: A4. */
  paper?: 'a3'
  /** The activity whose panel is open. */
  row?: string
}

const LONGEST_CODE = 20
const LONGEST_QUESTION = 100
const PARTY_KEY = /^[\w+:-]{1,60}$/

/** Every key is named, also with nothing in it: the router would keep the unread value of a key left out. */
export function readPlanSearch(search: Record<string, unknown>): PlanSearch {
  const { view, edition, status, section, who, school, q, from, to, sort, group, page, rows, paper, row } =
    search
  return {
    view: view === 'timeline' ? view : undefined,
    edition: isUuid(edition) ? edition : undefined,
    status: oneOf(ROW_FILTERS, status),
    section: isSectionCode(section) ? section : undefined,
    who: typeof who === 'string' && PARTY_KEY.test(who) ? who : undefined,
    school: isUuid(school) ? school : undefined,
    q: questionOf(q),
    from: isDay(from) ? from : undefined,
    to: isDay(to) ? to : undefined,
    sort: oneOf(SORTS, sort),
    group: oneOf(GROUPS, group),
    page: pageOf(page),
    rows: oneOf(['normal', 'roomy'] as const, rows),
    paper: paper === 'a3' ? paper : undefined,
    row: isUuid(row) ? row : undefined,
  }
}

/** A section code as it goes into the address: digits as a number, or the router would quote them. */
export function sectionParam(code: string): string | number {
  return /^[1-9]\d{0,8}$/.test(code) ? Number(code) : code
}

/** A question as the address holds it: «7.1» arrives as a number. */
export function questionOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).trim().slice(0, LONGEST_QUESTION) || undefined
}

/** A page from 2 on; the first one is not written. */
export function pageOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 1 && value < 1000 ? value : undefined
}

export function isSectionCode(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isInteger(value)
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_CODE
}

export function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((known) => known === value)
}

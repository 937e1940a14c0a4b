/** The addresses of «Результаты»: which works, of whom, which share. What is not understood is dropped. */
import { PROCEDURES, type Procedure } from '@/lib/procedures'
import { isUuid } from '@/lib/uuid'
import { MEASURES, type Measure } from './measures'

export const LEVELS = [
  { value: 'municipality', text: 'по районам' },
  { value: 'school', text: 'по школам' },
  { value: 'cluster', text: 'по группам похожих школ' },
  { value: 'office', text: 'по управлениям' },
  { value: 'region', text: 'вся область' },
] as const
export type Level = (typeof LEVELS)[number]['value']

/** Charts that are read as tables, joined by dots: a link shows the same to a colleague. */
interface Tables {
  table?: string
}

interface Narrowing {
  procedure?: Procedure
  year?: number
  /** The class that sat the work. */
  grade?: number
  level?: Level
  measure?: Measure
  municipality?: string
}

export interface OverviewSearch extends Narrowing {
  page?: number
}

export interface SubjectSearch extends Narrowing, Tables {
  page?: number
  /** Code of the subject. */
  subject?: string
}

export interface SchoolSearch extends Tables {
  upload?: string
  measure?: Measure
  /** «vpr.math.6»: the works looked at closely. */
  series?: string
  /** Years taken together: 2 or 3. */
  pool?: number
}

const CODE = /^[a-z0-9_]{1,60}$/
const SERIES = /^[a-z0-9]{1,10}\.[a-z0-9_]{1,60}\.\d{1,2}$/
const TABLE = /^[a-z]{1,20}(\.[a-z]{1,20}){0,5}$/

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return { ...narrowingOf(search), page: within(search.page, 1, 10_000) }
}

export function readSubjectSearch(search: Record<string, unknown>): SubjectSearch {
  return {
    ...narrowingOf(search),
    subject: matching(CODE, search.subject),
    table: tableOf(search),
    page: within(search.page, 1, 10_000),
  }
}

export function readSchoolSearch(search: Record<string, unknown>): SchoolSearch {
  return {
    upload: isUuid(search.upload) ? search.upload : undefined,
    measure: oneOf(MEASURES, search.measure),
    series: matching(SERIES, search.series),
    pool: within(search.pool, 2, 3),
    table: tableOf(search),
  }
}

export function oneOf<Value extends string>(
  options: readonly { value: Value }[],
  value: unknown,
): Value | undefined {
  return options.find((option) => option.value === value)?.value
}

/** Is the chart `name` read as a table? */
export function isTable(search: Tables, name: string): boolean {
  return search.table?.split('.').includes(name) ?? false
}

/** The part of the address after a chart was switched. */
export function switched(search: Tables, name: string, toTable: boolean): string | undefined {
  const others = (search.table?.split('.') ?? []).filter((other) => other !== name)
  return (toTable ? [...others, name] : others).join('.') || undefined
}

function narrowingOf(search: Record<string, unknown>): Narrowing {
  return {
    procedure: oneOf(PROCEDURES, search.procedure),
    year: within(search.year, 2000, 2100),
    grade: within(search.grade, 1, 12),
    level: oneOf(LEVELS, search.level),
    measure: oneOf(MEASURES, search.measure),
    municipality: isUuid(search.municipality) ? search.municipality : undefined,
  }
}

function tableOf(search: Record<string, unknown>): string | undefined {
  return matching(TABLE, search.table)
}

function matching(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined
}

function within(value: unknown, least: number, most: number): number | undefined {
  const isWhole = typeof value === 'number' && Number.isInteger(value)
  return isWhole && value >= least && value <= most ? value : undefined
}

/** Which rows of the plan are shown, and how many each filter finds. */
import type { ActivityOut, EditionOut, MatrixOut, PlanOut, SectionOut } from '@/api/generated/types.gen'
import { hasAllWords } from '@/lib/folding'
import { isDueThisWeek, touches } from './deadlines'
import { hasParty } from './parties'
import { type PlanSearch, ROW_FILTERS, type RowFilter } from './planSearch'

export interface ShownSection {
  section: SectionOut
  /** Rows that pass the filters, in the order of the act. */
  rows: ActivityOut[]
}

/** What the filters look at besides the rows: the day, and which rows are about the chosen school. */
export interface FilterContext {
  on: string
  /** Ids of the rows about the school of the address; absent while they are not known. */
  aboutSchool?: ReadonlySet<string>
}

/** The edition of the address, else the newest one in force, else the newest of all. */
export function editionToShow(plans: readonly PlanOut[], asked?: string): EditionOut | undefined {
  const editions = plans.flatMap((plan) => plan.editions)
  return (
    editions.find(({ id }) => id === asked) ??
    editions.find(({ state }) => state === 'in_force') ??
    editions[0]
  )
}

/** Ids of the rows that are about a school, as the matrix has them. */
export function rowsAbout({ columns, rows }: MatrixOut, schoolId: string): Set<string> {
  const cells = rows.find(({ school_id }) => school_id === schoolId)?.cells ?? []
  return new Set(
    columns.filter((_, place) => (cells[place] ?? -1) >= 0).map(({ activity_id }) => activity_id),
  )
}

/** True when the row belongs under the chip on that day. */
export function isUnder(filter: RowFilter, row: ActivityOut, on: string): boolean {
  switch (filter) {
    case 'week':
      return isDueThisWeek(row, on)
    case 'ask':
      return row.questions.length > 0
    default:
      return row.windows.some(({ status }) => status.kind === filter)
  }
}

/** Sections with the rows that pass all filters; sections without rows are left out. */
export function shownSections(
  sections: readonly SectionOut[],
  search: PlanSearch,
  context: FilterContext,
): ShownSection[] {
  const { status } = search
  return narrowed(sections, search, context)
    .map(({ section, rows }) => ({
      section,
      rows: status === undefined ? rows : rows.filter((row) => isUnder(status, row, context.on)),
    }))
    .filter(({ rows }) => rows.length > 0)
}

/** How many rows each chip would show under the other filters. */
export function countRows(
  sections: readonly SectionOut[],
  search: PlanSearch,
  context: FilterContext,
): Record<RowFilter | 'all', number> {
  const rows = narrowed(sections, search, context).flatMap((shown) => shown.rows)
  const counts = { all: rows.length } as Record<RowFilter | 'all', number>
  for (const filter of ROW_FILTERS) {
    counts[filter] = rows.filter((row) => isUnder(filter, row, context.on)).length
  }
  return counts
}

function narrowed(
  sections: readonly SectionOut[],
  search: PlanSearch,
  { aboutSchool }: FilterContext,
): ShownSection[] {
  const { section: code, who, school, q, from, to } = search
  const isAsked = (row: ActivityOut) =>
    (who === undefined || hasParty(row, who)) &&
    (school === undefined || aboutSchool === undefined || aboutSchool.has(row.id)) &&
    (q === undefined || hasWords(row, q)) &&
    ((from === undefined && to === undefined) || row.windows.some((window) => touches(window, { from, to })))
  return sections
    .filter((section) => code === undefined || section.code === String(code))
    .map((section) => ({ section, rows: section.activities.filter(isAsked) }))
}

function hasWords(row: ActivityOut, question: string): boolean {
  const { number, title, term_source, responsible_source, result_document, expected_result } = row
  return hasAllWords(
    question,
    number,
    title,
    term_source,
    responsible_source,
    result_document,
    expected_result,
  )
}

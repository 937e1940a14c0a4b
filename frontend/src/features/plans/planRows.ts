/** Which rows of the plan are shown, how many each filter finds, and what a section says about itself. */
import type { ActivityOut, EditionOut, PlanOut, SectionOut } from '@/api/generated/types.gen'
import { counted, plural } from '@/lib/plural'
import { isDueThisWeek } from './deadlines'
import { type PlanSearch, ROW_FILTERS, type RowFilter } from './planSearch'
import { responsibleIn } from './responsible'

export interface ShownSection {
  section: SectionOut
  /** Rows that pass the filters, in the order of the act. */
  rows: ActivityOut[]
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
  on: string,
): ShownSection[] {
  const { status } = search
  return narrowed(sections, search)
    .map(({ section, rows }) => ({
      section,
      rows: status === undefined ? rows : rows.filter((row) => isUnder(status, row, on)),
    }))
    .filter(({ rows }) => rows.length > 0)
}

/** How many rows each chip would show under the chosen section and responsible. */
export function countRows(
  sections: readonly SectionOut[],
  search: PlanSearch,
  on: string,
): Record<RowFilter | 'all', number> {
  const rows = narrowed(sections, search).flatMap((shown) => shown.rows)
  const counts = { all: rows.length } as Record<RowFilter | 'all', number>
  for (const filter of ROW_FILTERS) counts[filter] = rows.filter((row) => isUnder(filter, row, on)).length
  return counts
}

/** «1. Анализ причин…»; a section whose code is not a number is called by its title alone. */
export function sectionTitle({ code, title }: SectionOut): string {
  return /^\d+$/.test(code) ? `${code}. ${title}` : title
}

/** «22 строки · просрочена 1, до пятницы 3, 2 вопроса автору»; filtered: «показаны 2 из 22 строк». */
export function sectionMeta({ section, rows }: ShownSection, on: string): string {
  const all = section.activities
  if (rows.length < all.length) return `показано ${rows.length} из ${counted(all.length, OF_ROWS)}`
  const number = (filter: RowFilter) => all.filter((row) => isUnder(filter, row, on)).length
  const [late, week, run, ask] = [number('late'), number('week'), number('run'), number('ask')]
  const parts = [
    late > 0 && `${plural(late, ['просрочена', 'просрочены', 'просрочено'])} ${late}`,
    week > 0 && `до пятницы ${week}`,
    // What is late or due soon speaks for the section; the ordinary course is told where nothing burns.
    late + week === 0 && run > 0 && `в работе ${run}`,
    ask > 0 && counted(ask, ['вопрос автору', 'вопроса автору', 'вопросов автору']),
  ].filter((part) => part !== false)
  if (parts.length === 0 && isAllDone(all, on)) parts.push('сделано всё, что наступило')
  return [counted(all.length, ROWS), parts.join(', ')].filter(Boolean).join(' · ')
}

const ROWS = ['строка', 'строки', 'строк'] as const
const OF_ROWS = ['строки', 'строк', 'строк'] as const

function narrowed(sections: readonly SectionOut[], { section: code, who }: PlanSearch): ShownSection[] {
  return sections
    .filter((section) => code === undefined || section.code === String(code))
    .map((section) => ({
      section,
      rows: section.activities.filter(
        (row) => who === undefined || responsibleIn(row.responsible_source).includes(who),
      ),
    }))
}

/** Every window that has begun is accepted, and there is at least one. */
function isAllDone(rows: readonly ActivityOut[], on: string): boolean {
  const begun = rows.flatMap(({ windows }) => windows.filter((w) => (w.starts_on ?? w.ends_on) <= on))
  return begun.length > 0 && begun.every(({ accepted_on }) => accepted_on !== null)
}

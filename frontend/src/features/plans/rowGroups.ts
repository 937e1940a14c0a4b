/** How the shown rows are put together and ordered: by section as the act, flat in another order, by who, by school. */
import type { ActivityOut, MatrixOut, SectionOut } from '@/api/generated/types.gen'
import { byAlphabet } from '@/lib/alphabet'
import { counted, plural } from '@/lib/plural'
import { toStatusKind } from '@/ui/status'
import { dueOf, isClosed } from './deadlines'
import { hasParty, type Party } from './parties'
import { isUnder, rowsAbout, type ShownSection } from './planRows'
import type { PlanSearch, RowFilter, Sort } from './planSearch'

/** Rows under one heading. */
export interface RowGroup {
  key: string
  title: string
  meta: string
  rows: ActivityOut[]
  /** Of a group by school: whose rows these are. */
  schoolId?: string
}

export const SORT_WORDS: Record<Sort, string> = {
  due: 'по сроку',
  urgency: 'сначала срочное',
  figure: 'сначала где меньше выполнено',
}
const URGENCY = ['late', 'due', 'run', 'idle', 'ok']
const LAST = '9999'
const ROWS = ['строка', 'строки', 'строк'] as const
const OF_ROWS = ['строки', 'строк', 'строк'] as const

interface Everything {
  shown: readonly ShownSection[]
  parties: readonly Party[]
  /** Absent while the schools are being read. */
  matrix: MatrixOut | undefined
  on: string
}

/** The groups of the view that the address asks for; the table has its rows by section. */
export function groupsToShow(search: PlanSearch, { shown, parties, matrix, on }: Everything): RowGroup[] {
  const { view, group, sort } = search
  const rows = shown.flatMap((section) => section.rows)
  if (view === 'timeline' && group === 'who') return groupsByParty(rows, parties, sort)
  if (view === 'timeline' && group === 'school') return matrix ? groupsBySchool(rows, matrix, sort) : []
  return groupsBySection(shown, sort, on)
}

/** Ids of the rows in the order of the groups, each once. */
export function idsOf(groups: readonly RowGroup[]): string[] {
  return [...new Set(groups.flatMap(({ rows }) => rows.map(({ id }) => id)))]
}

/** The sections of the act; in another order one list, for an order goes across sections. */
export function groupsBySection(
  shown: readonly ShownSection[],
  sort: Sort | undefined,
  on: string,
): RowGroup[] {
  if (sort === undefined) {
    return shown.map(({ section, rows }) => ({
      key: section.code,
      title: sectionTitle(section),
      meta: sectionMeta({ section, rows }, on),
      rows,
    }))
  }
  const rows = sorted(
    shown.flatMap((section) => section.rows),
    sort,
  )
  return [
    { key: sort, title: `Все разделы, ${SORT_WORDS[sort]}`, meta: counted(rows.length, ROWS), rows },
  ].filter((group) => group.rows.length > 0)
}

/** Each body or post with the rows it takes part in; a row with three of them stands in three groups. */
export function groupsByParty(
  rows: readonly ActivityOut[],
  parties: readonly Party[],
  sort?: Sort,
): RowGroup[] {
  return parties
    .map(({ key, text }) => grouped(`who ${key}`, text, rows, (row) => hasParty(row, key), sort))
    .filter((group) => group.rows.length > 0)
}

/** Each school with the rows that are about it. */
export function groupsBySchool(rows: readonly ActivityOut[], matrix: MatrixOut, sort?: Sort): RowGroup[] {
  return matrix.rows
    .map(({ school_id, school_name }) => {
      const about = rowsAbout(matrix, school_id)
      const group = grouped(`school ${school_id}`, school_name, rows, ({ id }) => about.has(id), sort)
      return { ...group, schoolId: school_id }
    })
    .filter((group) => group.rows.length > 0)
    .sort((a, b) => byAlphabet(a.title, b.title))
}

/** A new list in the order; rows that are alike in it stay in the order of the act. */
export function sorted(rows: readonly ActivityOut[], sort: Sort | undefined): ActivityOut[] {
  if (sort === undefined) return [...rows]
  return rows
    .map((row) => ({ row, key: keyOf(row, sort) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row)
}

/** «1. Анализ причин…»; a section whose code is not a number is called by its title alone. */
export function sectionTitle({ code, title }: Pick<SectionOut, 'code' | 'title'>): string {
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

function grouped(
  key: string,
  title: string,
  rows: readonly ActivityOut[],
  isIn: (row: ActivityOut) => boolean,
  sort?: Sort,
): RowGroup {
  const own = sorted(rows.filter(isIn), sort)
  return { key, title, meta: counted(own.length, ROWS), rows: own }
}

function keyOf(row: ActivityOut, sort: Sort): string | number {
  switch (sort) {
    case 'due':
      // The nearest deadline somebody still waits for; what is all done goes to the end.
      return row.windows
        .filter((window) => !isClosed(window))
        .map(dueOf)
        .reduce((first, due) => (due < first ? due : first), LAST)
    case 'urgency': {
      const { kind, days } = row.status
      // The longest overdue first, else the fewest days left first.
      const within = kind === 'late' ? -(days ?? 0) : (days ?? 0)
      return URGENCY.indexOf(toStatusKind(kind)) * 100_000 + within
    }
    case 'figure':
      return row.figure && row.figure.total > 0 ? row.figure.met / row.figure.total : 2
  }
}

/** Every window that has begun is accepted, and there is at least one. */
function isAllDone(rows: readonly ActivityOut[], on: string): boolean {
  const begun = rows.flatMap(({ windows }) => windows.filter((w) => (w.starts_on ?? w.ends_on) <= on))
  return begun.length > 0 && begun.every(isClosed)
}

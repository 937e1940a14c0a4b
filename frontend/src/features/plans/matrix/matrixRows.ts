/** Which schools and which rows of the plan the matrix shows, in which order, page by page. */
import type { MatrixColumnOut, MatrixOut, MatrixRowOut } from '@/api/generated/types.gen'
import { byAlphabet } from '@/lib/alphabet'
import { formatDateShort } from '@/lib/dates'
import { hasAllWords } from '@/lib/folding'
import { counted, type Forms } from '@/lib/plural'
import { lastPage } from '@/ui/Pager'
import type { MatrixSearch } from './matrixSearch'

export const SCHOOLS_A_PAGE = 50
/** So few schools stand side by side, with words in the cells. */
export const MOST_ACROSS = 5

export const ORDER_WORDS = {
  '': 'сначала срочное',
  name: 'по названию',
  done: 'сначала где меньше выполнено',
} as const

/** A row of the plan with its place among the cells of a school. */
export interface ShownColumn {
  column: MatrixColumnOut
  place: number
  /** False for a row of the office: no school has a cell in it. */
  isBySchool: boolean
}

/** A column with how many of the shown schools, on all pages, have done it. */
export interface CountedColumn extends ShownColumn {
  met: number
  total: number
}

/** A school with what its shown cells say. */
export interface ShownSchool {
  school: MatrixRowOut
  late: number
  due: number
  done: number
  total: number
}

/** The rows of the section, by default those that some school has a cell in. */
export function shownColumns(matrix: MatrixOut, { section, lines }: MatrixSearch): ShownColumn[] {
  return placedColumns(matrix).filter(
    ({ column, isBySchool }) =>
      (section === undefined || column.section_code === String(section)) && (lines === 'all' || isBySchool),
  )
}

export function placedColumns({ columns, rows }: MatrixOut): ShownColumn[] {
  return columns.map((column, place) => ({
    column,
    place,
    isBySchool: rows.some(({ cells }) => (cells[place] ?? -1) >= 0),
  }))
}

/** Schools that pass the filters, in the order asked for. */
export function shownSchools(
  matrix: MatrixOut,
  columns: readonly ShownColumn[],
  search: MatrixSearch,
): ShownSchool[] {
  const { show } = search
  return narrowed(matrix, columns, search)
    .filter((school) => show === undefined || school[show] > 0)
    .sort(comparison(search.order))
}

/** The foot of the table: of the schools that the filters leave, on whatever page they stand. */
export function countedColumns(
  { looks }: MatrixOut,
  columns: readonly ShownColumn[],
  schools: readonly ShownSchool[],
): CountedColumn[] {
  return columns.map((column) => {
    const cells = schools.map(({ school }) => school.cells[column.place] ?? -1)
    return {
      ...column,
      met: cells.filter((cell) => looks[cell]?.kind === 'ok').length,
      total: cells.filter((cell) => cell >= 0).length,
    }
  })
}

/** How many schools each chip would show under the other filters. */
export function countSchools(
  matrix: MatrixOut,
  columns: readonly ShownColumn[],
  search: MatrixSearch,
): { all: number; late: number; due: number } {
  const schools = narrowed(matrix, columns, search)
  return {
    all: schools.length,
    late: schools.filter(({ late }) => late > 0).length,
    due: schools.filter(({ due }) => due > 0).length,
  }
}

/** The schools of a page; a page behind the last one is the last one. */
export function pageOfSchools(schools: readonly ShownSchool[], asked = 1) {
  const page = Math.min(asked, lastPage(schools.length, SCHOOLS_A_PAGE))
  return { page, onPage: schools.slice((page - 1) * SCHOOLS_A_PAGE, page * SCHOOLS_A_PAGE) }
}

/** «36 школ, 44 строки. Просрочки у 8 школ, срок подходит у 22.» */
export function sentence(counts: { all: number; late: number; due: number }, rows: number): string {
  const { all, late, due } = counts
  const burden =
    late + due === 0
      ? 'Просрочек и близких сроков нет.'
      : [
          late > 0 && `Просрочки у\u00a0${counted(late, OF_SCHOOLS)}`,
          due > 0 &&
            `${late > 0 ? 'срок' : 'Срок'} подходит у\u00a0${late > 0 ? due : counted(due, OF_SCHOOLS)}`,
        ]
          .filter(Boolean)
          .join(', ')
          .concat('.')
  return `${counted(all, SCHOOLS)}, ${counted(rows, ROWS)}. ${burden}`
}

/** Under a number of a row: its last day, or what the act says of a row without one. */
export function columnTerm({ ends_on, term_source }: MatrixColumnOut, today: string): string {
  return ends_on === null ? term_source : formatDateShort(ends_on, today)
}

/** The filters in words, for paper and workbook; '' where all is shown. */
export function matrixConditions({ show, members, q, section, lines, order }: MatrixSearch) {
  return [
    show === 'late' && 'Школы с просрочкой',
    show === 'due' && 'Школы, у которых подходит срок',
    members && 'Школы, участвующие в проекте',
    q && `Слова в названии школы: ${q}`,
    section !== undefined && `Раздел ${section}`,
    lines === 'all' && 'Со строками, которые по школам не считаются',
    order && `порядок: ${ORDER_WORDS[order]}`,
  ]
    .filter(Boolean)
    .join('; ')
}

const SCHOOLS: Forms = ['школа', 'школы', 'школ']
const OF_SCHOOLS: Forms = ['школы', 'школ', 'школ']
const ROWS: Forms = ['строка', 'строки', 'строк']

function narrowed(
  { rows, looks }: MatrixOut,
  columns: readonly ShownColumn[],
  { q, members }: MatrixSearch,
): ShownSchool[] {
  return rows
    .filter(
      ({ is_member, school_name }) =>
        (members === undefined || is_member) && (q === undefined || hasAllWords(q, school_name)),
    )
    .map((school) => {
      const kinds = columns.map(({ place }) => looks[school.cells[place] ?? -1]?.kind)
      const number = (kind: string) => kinds.filter((each) => each === kind).length
      return {
        school,
        late: number('late'),
        due: number('due'),
        done: number('ok'),
        total: kinds.filter((kind) => kind !== undefined).length,
      }
    })
}

function comparison(order: MatrixSearch['order']): (one: ShownSchool, other: ShownSchool) => number {
  const byName = (one: ShownSchool, other: ShownSchool) =>
    byAlphabet(one.school.school_name, other.school.school_name)
  const byDone = (one: ShownSchool, other: ShownSchool) => shareOf(one) - shareOf(other)
  switch (order) {
    case 'name':
      return byName
    case 'done':
      return (one, other) => byDone(one, other) || byName(one, other)
    default:
      return (one, other) =>
        other.late - one.late || other.due - one.due || byDone(one, other) || byName(one, other)
  }
}

/** A school that no row is about stands last. */
function shareOf({ done, total }: ShownSchool): number {
  return total > 0 ? done / total : 2
}

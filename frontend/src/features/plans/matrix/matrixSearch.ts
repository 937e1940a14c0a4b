/** The address of «Школы и строки»: which schools and rows, in which order, which cell is open. */
import { isUuid } from '@/lib/uuid'
import { isSectionCode, oneOf, pageOf, questionOf } from '../planSearch'

export const SHOWS = ['late', 'due'] as const
export const ORDERS = ['name', 'done'] as const

export interface MatrixSearch {
  edition?: string
  /** Schools with such a cell. */
  show?: (typeof SHOWS)[number]
  /** Only members of the project. */
  members?: 'project'
  /** Words of the name of a school. */
  q?: string
  /** Absent: the most urgent first. */
  order?: (typeof ORDERS)[number]
  section?: string | number
  /** Absent: only rows that are counted by school. */
  lines?: 'all'
  page?: number
  /** The open cell: both, or none. */
  row?: string
  school?: string
}

/** Every key is named, also with nothing in it: the router would keep the unread value of a key left out. */
export function readMatrixSearch(search: Record<string, unknown>): MatrixSearch {
  const { edition, show, members, q, order, section, lines, page, row, school } = search
  const isCell = isUuid(row) && isUuid(school)
  return {
    edition: isUuid(edition) ? edition : undefined,
    show: oneOf(SHOWS, show),
    members: members === 'project' ? members : undefined,
    q: questionOf(q),
    order: oneOf(ORDERS, order),
    section: isSectionCode(section) ? section : undefined,
    lines: lines === 'all' ? lines : undefined,
    page: pageOf(page),
    row: isCell ? row : undefined,
    school: isCell ? school : undefined,
  }
}

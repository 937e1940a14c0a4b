/** What a search over the product finds in what is already on the screen's side: rows of the plan and sections. */
import type { SectionOut } from '@/api/generated/types.gen'
import { type Section, sectionsFor } from '@/app/sections'
import { folded } from '@/lib/folding'

/** Shorter questions would find half of everything. */
export const LEAST_LETTERS = 2
const MOST_ROWS = 8

export interface FoundRow {
  id: string
  number: string
  title: string
}

/** True when the server and the plan may be asked. */
export function isEnough(question: string): boolean {
  return question.trim().length >= LEAST_LETTERS
}

/** Rows whose number begins with the question, then rows whose title has all of its words; the first few. */
export function findRows(sections: readonly SectionOut[], question: string): FoundRow[] {
  const asked = folded(question)
  if (!asked) return []
  const words = asked.split(' ')
  const rows = sections.flatMap(({ activities }) => activities)
  const byNumber = rows.filter(({ number }) => folded(number).startsWith(asked))
  const byWords = rows.filter(
    (row) => !byNumber.includes(row) && words.every((word) => folded(row.title).includes(word)),
  )
  return [...byNumber, ...byWords].slice(0, MOST_ROWS).map(({ id, number, title }) => ({ id, number, title }))
}

/** Sections that the person may open and whose title begins with the question. */
export function findSections(permissions: readonly string[], question: string): Section[] {
  const asked = folded(question)
  if (!asked) return []
  return sectionsFor(permissions)
    .flatMap((section) => [section, ...(section.pages?.slice(1) ?? [])])
    .filter(({ title }) =>
      folded(title)
        .split(' ')
        .some((_, place, words) => words.slice(place).join(' ').startsWith(asked)),
    )
}

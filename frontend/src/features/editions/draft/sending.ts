/** The document as it travels: texts trimmed, and without new rows that nobody has finished writing yet. */
import { hashKey } from '@tanstack/react-query'
import type { DraftDocument, DraftRow, DraftSection } from '@/api/generated/types.gen'

const ROW_TEXTS = ['number', 'title', 'term_source', 'responsible_source'] as const
const OPTIONAL_TEXTS = ['result_document', 'expected_result'] as const
const ACT_OPTIONAL = ['number', 'signed_by'] as const

/** Keys of rows and sections the server already knows: those must be whole, new ones may wait. */
export function keysOf({ sections }: DraftDocument): ReadonlySet<string> {
  return new Set(sections.flatMap(({ key, rows }) => [key, ...rows.map((row) => row.key)]))
}

/** What a PUT carries. A new row without title, term or responsible stays on the screen until it has them. */
export function toSend(document: DraftDocument, known: ReadonlySet<string>): DraftDocument {
  return {
    ...trimmed(document),
    sections: document.sections
      .filter((section) => known.has(section.key) || isWholeSection(section))
      .map((section) => ({
        ...section,
        code: section.code.trim(),
        title: section.title.trim(),
        rows: section.rows.filter((row) => known.has(row.key) || isWhole(row)).map(trimmedRow),
      })),
  }
}

/** New rows that wait for their words: they are kept in the browser only. */
export function unfinishedRows(document: DraftDocument, known: ReadonlySet<string>): DraftRow[] {
  return document.sections.flatMap((section) => {
    const isHeld = !known.has(section.key) && !isWholeSection(section)
    return section.rows.filter((row) => !known.has(row.key) && (isHeld || !isWhole(row)))
  })
}

/** True when two documents would be stored alike: spaces at the ends and the order of keys do not matter. */
export function isSameDocument(one: DraftDocument, other: DraftDocument): boolean {
  const all = new Set([...keysOf(one), ...keysOf(other)])
  return hashKey([toSend(one, all)]) === hashKey([toSend(other, all)])
}

export function isSameRow(one: DraftRow, other: DraftRow): boolean {
  return hashKey([trimmedRow(one)]) === hashKey([trimmedRow(other)])
}

function isWhole(row: DraftRow): boolean {
  return ROW_TEXTS.every((field) => row[field].trim() !== '')
}

function isWholeSection({ code, title }: DraftSection): boolean {
  return code.trim() !== '' && title.trim() !== ''
}

function trimmed(document: DraftDocument): DraftDocument {
  const act = { ...document.act }
  for (const field of ['kind', 'issuer', 'title'] as const) act[field] = act[field].trim()
  for (const field of ACT_OPTIONAL) act[field] = textOrNull(act[field])
  return {
    ...document,
    act,
    heading: document.heading.trim(),
    period_text: document.period_text.trim(),
    responsible_official: document.responsible_official.trim(),
    controlled_by: textOrNull(document.controlled_by),
  }
}

function trimmedRow(row: DraftRow): DraftRow {
  const copy = { ...row, results: row.results.map((result) => ({ ...result, title: result.title.trim() })) }
  for (const field of ROW_TEXTS) copy[field] = row[field].trim()
  for (const field of OPTIONAL_TEXTS) copy[field] = textOrNull(row[field])
  return copy
}

function textOrNull(text: string | null): string | null {
  return text?.trim() || null
}

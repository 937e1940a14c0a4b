/** Rows and sections that begin empty, and the numbers they get. */
import type { DraftDocument, DraftRow, DraftSection } from '@/api/generated/types.gen'
import { newUuid } from '@/lib/uuid'

/** A row with nothing in it but the next number. */
export function newRow({ code, form, rows }: DraftSection, after?: string): DraftRow {
  const place = placeAfter(rows, after)
  const previous = rows[place - 1]
  return {
    key: newUuid(),
    lineage_id: null,
    number: previous ? nextNumber(previous.number) : `${code}.1`,
    title: '',
    term_source: '',
    responsible_source: '',
    result_document: null,
    expected_result: null,
    target_set: previous?.target_set ?? (form === 'project' ? 'project_500_schools' : 'low_results_schools'),
    windows: null,
    parties: null,
    results: [],
    cells: [],
    remarks: [],
  }
}

export function newSection({ sections }: DraftDocument): DraftSection {
  const codes = sections.map(({ code }) => Number(code)).filter(Number.isInteger)
  const code = String(Math.max(0, ...codes) + 1)
  return { key: newUuid(), code, title: '', form: sections.at(-1)?.form ?? 'road_map', rows: [] }
}

/** «1.4» → «1.5», «500+.22» → «500+.23»; a number without digits stays to be corrected by hand. */
export function nextNumber(number: string): string {
  return number.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + 1))
}

/** The rows counted from one: only where the author asks for it, the numbers are words of the act. */
export function renumbered(section: DraftSection): DraftSection {
  const rows = section.rows.map((row, place) => {
    const number = `${section.code}.${place + 1}`
    return row.number === number ? row : { ...row, number }
  })
  return { ...section, rows }
}

/** Where a new row goes: after the given one, or at the end. */
export function placeAfter(rows: readonly DraftRow[], after: string | undefined): number {
  const place = after === undefined ? -1 : rows.findIndex(({ key }) => key === after)
  return place < 0 ? rows.length : place + 1
}

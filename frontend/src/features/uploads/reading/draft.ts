/** The form «Изменить чтение» as it is typed, and the choices it makes. */
import type { ReadingIn, ReadingOut, TableReadingOut } from '@/api/generated/types.gen'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { cleaned } from './choices'
import type { TableDraft } from './TableFields'
import { readWork, workDraft } from './work'

/** A row farther down than this is no row of Excel. */
const LAST_ROW = 1_048_576

/** Choices about the whole file; a table of its own each, by number. */
export interface ReadingDraft {
  file: Omit<ReadingIn, 'header_rows' | 'columns' | 'works'>
  tables: Readonly<Record<string, TableDraft>>
}

/** What was chosen before stands in the form; the rest is as detected. */
export function draftOf(chosen: ReadingIn, { tables }: ReadingOut): ReadingDraft {
  const { header_rows, columns, works, ...file } = chosen
  return {
    file,
    tables: Object.fromEntries(
      tables.map((table) => [
        table.number,
        {
          headerRow: String(header_rows?.[table.number] ?? table.header_row ?? ''),
          columns: columns?.[table.number] ?? {},
          work: works?.[table.number] ? workDraft(works[table.number]) : null,
        },
      ]),
    ),
  }
}

/** Only what differs from «as detected», and what is wrong in it. */
export function readDraft(
  draft: ReadingDraft,
  { tables }: ReadingOut,
  chosen: ReadingIn,
): { choices: ReadingIn; issues: FieldIssue[] } {
  const issues: FieldIssue[] = []
  const choices: ReadingIn = { ...draft.file, header_rows: {}, columns: {}, works: {} }
  for (const table of tables) {
    const { number } = table
    const typed = draft.tables[number]
    if (!typed) continue
    const row = readHeaderRow(typed.headerRow, table, chosen)
    if (row === null) {
      issues.push({
        name: `table-${number}.header`,
        message: 'Введите номер строки с шапкой, например 1.',
      })
    } else if (row !== undefined) choices.header_rows = { ...choices.header_rows, [number]: row }
    choices.columns = { ...choices.columns, [number]: typed.columns }
    if (!typed.work) continue
    const read = readWork(typed.work, `table-${number}`)
    issues.push(...read.issues)
    if (read.work) choices.works = { ...choices.works, [number]: read.work }
  }
  if (draft.file.school_id === '') {
    issues.push({ name: 'school_id', message: 'Выберите школу из найденных или снимите отметку.' })
  }
  return { choices: cleaned(choices), issues }
}

/** The typed row; undefined while it is the detected one and was never chosen, null when it is none. */
function readHeaderRow(typed: string, table: TableReadingOut, chosen: ReadingIn): number | null | undefined {
  const before = chosen.header_rows?.[table.number]
  if (typed.trim() === '') return undefined
  const row = readNumber(typed)
  if (row === null || !Number.isInteger(row) || row < 1 || row > LAST_ROW) return null
  return row === table.header_row && before === undefined ? undefined : row
}

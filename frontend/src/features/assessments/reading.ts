/** The table «Как прочитан файл»: columns of tasks stand together, as the person sees them in the file. */
import type { ColumnReadingOut, IssueGroupOut, ReadingOut } from '@/api/generated/types.gen'
import { counted, plural } from '@/lib/plural'
import { ROWS_ACCUSATIVE } from './uploadState'

export interface ReadColumn {
  /** «E–O» or «P». */
  place: string
  /** «1 (1б) … 11 (2б)» or «Отметка». */
  header: string
  meaning: string
}

/** As the server words a column of scores; worded otherwise the columns are listed one by one. */
const TASK = /^баллы за задание .+, максимум (\d+)$/

/** Columns in the order of the file, neighbouring tasks as one line. */
export function readColumns(columns: readonly ColumnReadingOut[]): ReadColumn[] {
  const lines: ReadColumn[] = []
  let run: ColumnReadingOut[] = []
  for (const column of columns) {
    if (TASK.test(column.meaning)) {
      run.push(column)
      continue
    }
    lines.push(...tasksAsOne(run), { ...column, place: column.column })
    run = []
  }
  return [...lines, ...tasksAsOne(run)]
}

function tasksAsOne(run: readonly ColumnReadingOut[]): ReadColumn[] {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last) return []
  if (first === last) return [{ ...first, place: first.column }]
  const most = run.reduce((sum, { meaning }) => sum + Number(TASK.exec(meaning)?.[1] ?? 0), 0)
  return [
    {
      place: `${first.column}–${last.column}`,
      header: `${first.header} … ${last.header}`,
      meaning: `баллы за ${counted(run.length, ['задание', 'задания', 'заданий'])}, максимум ${most}`,
    },
  ]
}

/** Encodings as Windows programs call them when they save a table. */
const ENCODINGS: Record<string, string> = { cp1251: 'Windows-1251', 'utf-8-sig': 'UTF-8', 'utf-8': 'UTF-8' }

/** «лист „Протокол“, шапка в строке 4, данные в строках 5–16». */
export function readingSummary(reading: ReadingOut): string {
  const { file_kind, sheet, encoding, delimiter, header_row, first_row, last_row } = reading
  const source =
    file_kind === 'xlsx'
      ? `лист «${sheet}»`
      : `CSV, кодировка ${ENCODINGS[encoding ?? ''] ?? encoding}, разделитель «${signOf(delimiter)}»`
  const rows =
    first_row === null || last_row === null
      ? 'строк с данными нет'
      : `данные в ${rowsText(first_row, last_row)}`
  return `${source}, шапка в строке ${header_row}, ${rows}`
}

/** «Строки 9, 12–14, столбец G «3 (2б)»»; «Весь файл» when no place is to blame. */
export function placeText({ rows, columns }: Pick<IssueGroupOut, 'rows' | 'columns'>): string {
  const where: string[] = []
  if (rows) where.push(`${/[,–]/.test(rows) ? 'Строки' : 'Строка'} ${rows}`)
  const names = columns.map(({ column, header }) => (header ? `${column} «${header}»` : column))
  if (names.length > 0) {
    where.push(`${plural(names.length, ['столбец', 'столбцы', 'столбцы'])} ${names.join(', ')}`)
  }
  return where.length > 0 ? where.join(', ') : 'Весь файл'
}

/** «3 строки из 12 принять нельзя, ещё 2 места проверьте». */
export function verdictText(
  rows_bad: number | null,
  rows_total: number | null,
  { errors, warnings }: { errors: number; warnings: number },
): string {
  const check = warnings > 0 ? `${counted(warnings, ['место', 'места', 'мест'])} проверьте` : ''
  if (errors === 0) return check || 'всё в порядке'
  const bad =
    rows_bad && rows_total
      ? `${counted(rows_bad, ROWS_ACCUSATIVE)} из ${rows_total} принять нельзя`
      : 'файл принять нельзя'
  return check ? `${bad}, ещё ${check}` : bad
}

function rowsText(first: number, last: number): string {
  return first === last ? `строке ${first}` : `строках ${first}–${last}`
}

function signOf(delimiter: string | null): string {
  return delimiter === '\t' ? 'табуляция' : (delimiter ?? '')
}

/** The table «Как прочитан файл»: columns of tasks stand together, as the person sees them in the file. */
import type { ColumnReadingOut, IssueGroupOut, TableReadingOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted, plural } from '@/lib/plural'
import { ROWS_ACCUSATIVE } from '../uploadState'
import { DATE_ORDERS, DECIMALS, DELIMITERS, ENCODINGS, wordOf } from '../words'

export interface ReadColumn {
  /** «E–O» or «P». */
  place: string
  /** «1 (1б) … 11 (2б)» or «Отметка». */
  header: string
  meaning: string
}

/** As the server words a column of scores: its maximum is summed up. */
const MAXIMUM = /максимум (\d+)$/

/** Columns in the order of the file, neighbouring tasks as one line. */
export function readColumns(columns: readonly ColumnReadingOut[]): ReadColumn[] {
  const lines: ReadColumn[] = []
  let run: ColumnReadingOut[] = []
  for (const column of columns) {
    if (column.kind === 'task') {
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
  const maxima = run.map(({ meaning }) => MAXIMUM.exec(meaning)?.[1])
  const most = maxima.reduce((sum, maximum) => sum + Number(maximum ?? 0), 0)
  const known = maxima.every((maximum) => maximum !== undefined)
  return [
    {
      place: `${first.column}–${last.column}`,
      header: `${first.header} … ${last.header}`,
      meaning: `баллы за ${counted(run.length, ['задание', 'задания', 'заданий'])}${known ? `, максимум ${most}` : ''}`,
    },
  ]
}

/** «Столбцы C «Фамилия» и D «Имя» отброшены…»; null when the table had none. */
export function personalText(columns: readonly ColumnReadingOut[]): string | null {
  const personal = columns.filter(({ kind }) => kind === 'personal')
  if (personal.length === 0) return null
  const names = personal.map(({ column, header }) => (header ? `${column}\u00a0«${header}»` : column))
  const what = plural(personal.length, ['Столбец', 'Столбцы', 'Столбцы'])
  const verb = personal.length === 1 ? 'отброшен' : 'отброшены'
  return `${what} ${listed(names)} ${verb} до записи: имена и документы не хранятся.`
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} и ${names.at(-1)}`
}

/** «архив.zip, 5А.xlsx, лист „Протокол“». */
export function tableName({
  file,
  sheet,
  number,
}: Pick<TableReadingOut, 'file' | 'sheet' | 'number'>): string {
  const parts = [...(file ? [file] : []), ...(sheet ? [`лист «${sheet}»`] : [])]
  return parts.length > 0 ? parts.join(', ') : `Таблица ${number + 1}`
}

/** What was found out about a table, as pairs of name and value; what does not apply is left out. */
export function tableFacts(table: TableReadingOut): { name: string; value: string }[] {
  const facts: [string, string | null][] = [
    ['Форма', table.layout],
    ['Кодировка', wordOf(ENCODINGS, table.encoding)],
    ['Разделитель столбцов', wordOf(DELIMITERS, table.delimiter)],
    ['Дробная часть', wordOf(DECIMALS, table.decimal)],
    ['Порядок в датах', wordOf(DATE_ORDERS, table.date_order)],
    ['Шапка', table.header_row === null ? null : `в строке ${formatNumber(table.header_row)}`],
    ['Данные', dataText(table)],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
}

/** «лист „Протокол“, шапка в строке 4, данные в строках 5–16». */
export function readingSummary(table: TableReadingOut): string {
  const head = table.header_row === null ? [] : [`шапка в строке ${table.header_row}`]
  const data = dataText(table)
  const name = table.file || table.sheet ? [tableName(table)] : []
  return [...name, ...head, data === 'нет' ? 'строк с данными нет' : `данные ${data}`].join(', ')
}

function dataText({ first_row, last_row }: TableReadingOut): string {
  if (first_row === null || last_row === null) return 'нет'
  return first_row === last_row
    ? `в строке ${formatNumber(first_row)}`
    : `в строках ${formatNumber(first_row)}–${formatNumber(last_row)}`
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
      ? `${counted(rows_bad, ROWS_ACCUSATIVE)} из ${formatNumber(rows_total)} принять нельзя`
      : 'файл принять нельзя'
  return check ? `${bad}, ещё ${check}` : bad
}

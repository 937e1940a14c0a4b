/** Words of uploads: kinds, ways of writing, procedures, signs of a table. */
import type { ReadingOut, UploadOut, WorkReadingOut } from '@/api/generated/types.gen'
import { counted, type Forms } from '@/lib/plural'
import { PROCEDURES } from '@/lib/procedures'
import { lowerFirst } from '@/lib/typography'

export const PARTICIPANTS: Forms = ['участник', 'участника', 'участников']
export const PROTOCOLS: Forms = ['протокол', 'протокола', 'протоколов']
export const PLACES: Forms = ['место', 'места', 'мест']

/** What came, where it is not a file. */
export const KINDS: Record<UploadOut['kind'], string> = {
  file: 'файл',
  rows: 'строки от программы',
  participant: 'исправление результата',
}

type Strategy = UploadOut['strategy']

export const STRATEGIES: readonly { value: Strategy; text: string; what: string }[] = [
  {
    value: 'sync',
    text: 'заменить протоколы',
    what: 'Протокол из файла заменит записанный целиком: кого в файле нет, тот из протокола уйдёт.',
  },
  {
    value: 'upsert',
    text: 'дополнить протоколы',
    what: 'Строки файла добавятся к записанным и заменят строки тех же участников; остальные останутся.',
  },
]

export function strategyText(strategy: Strategy): string {
  return STRATEGIES.find(({ value }) => value === strategy)?.what ?? ''
}

/** Encodings as Windows programs call them when they save a table. */
export const ENCODINGS = {
  'utf-8': 'UTF-8',
  'utf-8-sig': 'UTF-8 с меткой',
  cp1251: 'Windows-1251',
  'utf-16': 'UTF-16',
  'utf-16-le': 'UTF-16 LE',
  'utf-16-be': 'UTF-16 BE',
} as const
export const DELIMITERS = { ';': 'точка с запятой', ',': 'запятая', '\t': 'табуляция' } as const
export const DECIMALS = { ',': 'запятая', '.': 'точка' } as const
export const DATE_ORDERS = { dmy: 'день, месяц, год', mdy: 'месяц, день, год' } as const
export const LEADING_ZEROS = { pad: 'дополнить нулями', keep: 'оставить как есть' } as const

/** The word of a sign or an encoding; an unknown one is shown as it is. */
export function wordOf(words: Readonly<Record<string, string>>, value: string | null): string | null {
  return value === null ? null : (words[value] ?? value)
}

/** «ВПР 2020 Математика 5 класс», as the file has it or put together from what was understood. */
export function workTitle(work: WorkReadingOut): string {
  if (work.title) return work.title
  const procedure = PROCEDURES.find(({ value }) => value === work.procedure)?.text
  const subject = work.subject_name ?? work.subject
  const parts = [procedure, work.year, subject && lowerFirst(subject), work.grade && `${work.grade} класс`]
  return parts.filter(Boolean).join(', ') || 'Работа не указана'
}

function isNamed({ title, subject, procedure }: WorkReadingOut): boolean {
  return Boolean(title ?? subject ?? procedure)
}

/** The heading of an upload: its only work, or how many there are. */
export function headingOf({
  reading,
  filename,
  kind,
}: Pick<UploadOut, 'reading' | 'filename' | 'kind'>): string {
  const [first, ...rest] = (reading?.works ?? []).filter(isNamed)
  if (!first) return kind === 'participant' ? 'Исправление результата' : filename
  if (kind === 'participant') return `Исправление результата: ${workTitle(first)}`
  return rest.length === 0
    ? workTitle(first)
    : `${workTitle(first)} и\u00a0ещё ${counted(rest.length, ['работа', 'работы', 'работ'])}`
}

/** The layout of all tables in one word where it is one. */
export function layoutText({ tables }: Pick<ReadingOut, 'tables'>): string {
  const layouts = [...new Set(tables.map(({ layout }) => layout))]
  const many = tables.length > 1 ? `, ${counted(tables.length, ['таблица', 'таблицы', 'таблиц'])}` : ''
  return layouts.length === 1
    ? `${layouts[0]}${many}`
    : counted(tables.length, ['таблица', 'таблицы', 'таблиц'])
}

/** Questions of a file: what is asked of the whole file once, of a table each; answers as choices of the reading. */
import type { ReadingIn, ReadingOut, TableReadingOut } from '@/api/generated/types.gen'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { DATE_ORDERS, DECIMALS, LEADING_ZEROS } from '../words'
import { tableName } from './columns'
import { NO_WORK, readWork, type WorkDraft } from './work'

type Question = TableReadingOut['questions'][number]

export interface Asked extends Question {
  /** The name of its field; one for a question that all tables share. */
  name: string
  table: number
  /** Which table it is about, where the file has several. */
  place: string | null
}

export interface Answer {
  value: string
  work: WorkDraft
}

export const NO_ANSWER: Answer = { value: '', work: NO_WORK }

/** These differ from table to table; the others are answered once for the file. */
const OF_ONE_TABLE: readonly Question['kind'][] = ['work', 'header_row']
const WORDS: Partial<Record<Question['kind'], Readonly<Record<string, string>>>> = {
  decimal: DECIMALS,
  date_order: DATE_ORDERS,
  leading_zeros: LEADING_ZEROS,
}

export function askedOf({ tables }: ReadingOut): Asked[] {
  const asked: Asked[] = []
  for (const table of tables) {
    for (const question of table.questions) {
      const isOwn = OF_ONE_TABLE.includes(question.kind)
      const name = isOwn ? `${question.kind}-${table.number}` : nameOf(question.kind)
      if (asked.some((known) => known.name === name)) continue
      const place = isOwn && tables.length > 1 ? tableName(table) : null
      asked.push({ ...question, name, table: table.number, place })
    }
  }
  return asked
}

/** The answers to choose from, in words; forms are called by the titles of their layouts. */
export function answersOf(
  { kind, options }: Question,
  layouts: readonly { value: string; text: string }[],
): { value: string; text: string }[] {
  const titleOf = (code: string) => layouts.find(({ value }) => value === code)?.text
  return options.map((value) => ({
    value,
    text: (kind === 'layout' ? titleOf(value) : WORDS[kind]?.[value]) ?? value,
  }))
}

/** The answers as choices of the reading, and which are missing. */
export function readAnswers(
  asked: readonly Asked[],
  answers: Readonly<Record<string, Answer>>,
): { choices: ReadingIn; issues: FieldIssue[] } {
  const issues: FieldIssue[] = []
  let choices: ReadingIn = {}
  for (const question of asked) {
    const answer = answers[question.name] ?? NO_ANSWER
    if (question.kind === 'work') {
      const { work, issues: missing } = readWork(answer.work, question.name)
      issues.push(...missing)
      if (work) choices = { ...choices, works: { ...choices.works, [question.table]: work } }
    } else if (question.kind === 'header_row') {
      const row = readNumber(answer.value)
      if (row === null || !Number.isInteger(row) || row < 1) {
        issues.push({ name: question.name, message: 'Введите номер строки с шапкой, например 1.' })
      } else choices = { ...choices, header_rows: { ...choices.header_rows, [question.table]: row } }
    } else if (answer.value) choices = { ...choices, [nameOf(question.kind)]: answer.value }
    else issues.push({ name: question.name, message: MISSING[question.kind] })
  }
  return { choices, issues }
}

const MISSING: Record<Exclude<Question['kind'], 'work' | 'header_row'>, string> = {
  school: 'Выберите школу из найденных.',
  decimal: 'Выберите, какой знак отделяет дробную часть.',
  date_order: 'Выберите, в каком порядке записана дата.',
  leading_zeros: 'Выберите, что делать с короткими кодами.',
  layout: 'Выберите, какая это форма.',
}

/** The choice of the reading that a question asks for. */
function nameOf(kind: Question['kind']): string {
  if (kind === 'school') return 'school_id'
  return kind === 'layout' ? 'profile' : kind
}

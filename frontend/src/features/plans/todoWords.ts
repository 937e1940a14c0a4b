/** The sentences of «Мои дела», made from the figures of the server. */
import type { DayOut, TodoGroupOut, TodoItemOut, TodoOut } from '@/api/generated/types.gen'
import {
  formatDateShort,
  formatDateWithWeekday,
  formatDayAndMonth,
  formatWeekday,
  formatWeekdayShort,
} from '@/lib/dates'
import { counted, DAYS, type Forms, plural } from '@/lib/plural'
import { isNamedInTerm, termLines } from './deadlines'

export const DEEDS: Forms = ['дело', 'дела', 'дел']
const ROWS: Forms = ['строку', 'строки', 'строк']
const TERMS: Forms = ['срок', 'срока', 'сроков']
const LATE: Forms = ['просрочено', 'просрочены', 'просрочено']
const FEMININE = [
  'ноль',
  'одну',
  'две',
  'три',
  'четыре',
  'пять',
  'шесть',
  'семь',
  'восемь',
  'девять',
  'десять',
]
const MASCULINE = ['ноль', 'один', 'два', ...FEMININE.slice(3)]
const BY_DEADLINE = ['late', 'week', 'month']
const ON_DAY_OFF: Record<string, string> = { суббота: 'в субботу', воскресенье: 'в воскресенье' }

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** «Среда, 17 марта 2021 г. До пятницы нужно закрыть 5 дел, ещё одно просрочено на 7 дней. Ждут вашей проверки: 2.» */
export function headSentence(todo: TodoOut): string {
  return [capitalized(formatDateWithWeekday(todo.today)), burden(todo), ...waiting(todo)].join(' ')
}

/** What does not go by deadlines, as the server calls it: what came back, what waits for a check. */
function waiting({ groups }: TodoOut): string[] {
  return groups
    .filter(({ code }) => !BY_DEADLINE.includes(code))
    .map(({ title, items }) => `${title}: ${items.length}.`)
}

function burden({ groups, today, friday }: TodoOut): string {
  const late = itemsOf(groups, 'late')
  const week = itemsOf(groups, 'week').length
  const longest = counted(Math.max(0, ...late.map(({ status }) => status.days ?? 0)), DAYS)
  const until = today === friday ? 'Сегодня' : 'До пятницы'
  if (week === 0) {
    if (late.length === 0) return `${until} срочных дел нет.`
    if (late.length === 1) return `Одно дело просрочено на ${longest}.`
    return `${capitalized(plural(late.length, LATE))} ${counted(late.length, DEEDS)}, самое давнее на ${longest}.`
  }
  const close = `${until} нужно закрыть ${counted(week, DEEDS)}`
  if (late.length === 0) return `${close}.`
  if (late.length === 1) return `${close}, ещё одно просрочено на ${longest}.`
  return `${close}, ещё ${late.length} ${plural(late.length, LATE)}, самое давнее на ${longest}.`
}

/** How many deeds are overdue or due until Friday. */
export function urgentCount({ groups }: Pick<TodoOut, 'groups'>): number {
  return itemsOf(groups, 'late').length + itemsOf(groups, 'week').length
}

function itemsOf(groups: readonly TodoGroupOut[], code: string): TodoItemOut[] {
  return groups.find((group) => group.code === code)?.items ?? []
}

/** «До пятницы, 19 марта», «До конца марта»; the title of the server for groups this screen does not know. */
export function groupTitle({ code, title }: TodoGroupOut, { today, friday }: TodoOut): string {
  if (code === 'week') return `До пятницы, ${formatDayAndMonth(friday)}`
  if (code === 'month') return `До конца ${formatDayAndMonth(today).replace(/^\d+\s/, '')}`
  return title
}

/** «5 дел. Срок 20.03 — суббота, выходной: дату плана не сдвигаем, напоминаем к пятнице». */
export function groupMeta({ code, items }: TodoGroupOut, today: string): string {
  const number = counted(items.length, DEEDS)
  const daysOff = new Map(
    items.flatMap(({ weekend, ends_on }) => (weekend === null ? [] : [[ends_on, weekend] as const])),
  )
  if (code !== 'week' || daysOff.size === 0) return number
  const dates = [...daysOff].sort().map(([date, word]) => `${formatDateShort(date, today)} — ${word}`)
  const words = daysOff.size === 1 ? 'Срок' : 'Сроки'
  return `${number}. ${words} ${dates.join('; ')}: дату плана не сдвигаем, напоминаем к пятнице`
}

/** «Март 2021», «Апрель 2021»: terms that the act writes on lines of their own. */
export function quotedTerm(termSource: string): string {
  return termLines(termSource)
    .map((line) => `«${line}»`)
    .join(', ')
}

/** The term as the act words it, then what it leaves out: the day off, or the date of a month. */
export function itemTerm({ term_source, ends_on, weekend, status }: TodoItemOut, today: string): string {
  if (status.kind === 'late') return `Срок в плане ${quotedTerm(term_source)}`
  if (!isNamedInTerm(term_source, ends_on))
    return `${quotedTerm(term_source)}, до\u00a0${formatDateShort(ends_on, today)}`
  return `${quotedTerm(term_source)}${weekend === null ? '' : `, ${formatWeekdayShort(ends_on)}`}`
}

/** «Одно решение сдвинет три строки плана». */
export function chainTitle(rows: number): string {
  return `Одно решение сдвинет ${FEMININE[rows] ?? rows} ${plural(rows, ROWS)} плана`
}

/** «20 марта, в субботу, три срока: 500+.6, 500+.7, 500+.9.» for each day that has deadlines. */
export function calendarCaption(days: readonly DayOut[]): string {
  const sentences = days
    .filter(({ numbers }) => numbers.length > 0)
    .map(({ day, is_day_off, numbers }) => {
      const dayOff = is_day_off ? ON_DAY_OFF[formatWeekday(day)] : undefined
      const when = dayOff ? `${formatDayAndMonth(day)}, ${dayOff},` : formatDayAndMonth(day)
      const number = MASCULINE[numbers.length] ?? String(numbers.length)
      return `${when} ${number} ${plural(numbers.length, TERMS)}: ${numbers.join(', ')}.`
    })
  return sentences.length === 0 ? 'В эти две недели сроков нет.' : sentences.join(' ')
}

/** For those who hear the calendar: «3 срока», nothing on days without deadlines. */
export function dayWords(numbers: readonly string[]): string {
  return numbers.length === 0 ? '' : counted(numbers.length, TERMS)
}

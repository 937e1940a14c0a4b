/** What the texts of a row were read as, in words. */
import type { DraftRow, ReadPartyOut, ReadWindowOut, RowReadingOut } from '@/api/generated/types.gen'
import { formatDate, formatWeekday } from '@/lib/dates'
import { counted, type Forms } from '@/lib/plural'
import { lowerFirst } from '@/lib/typography'

const TERMS: Forms = ['срок', 'срока', 'сроков']
/** More windows than this are told by their number: a weekly series has dozens. */
const MOST_WINDOWS = 3

const RECURRENCES: Record<string, string> = {
  once: 'один раз',
  multi_window: 'несколько сроков',
  continuous: 'постоянно',
  recurring: 'повторяется',
}

const TERM_KINDS: Record<string, string> = {
  exact: 'точная дата',
  range: 'с даты по дату',
  deadline: 'не позже даты',
  months: 'целые месяцы',
  standing: 'постоянно',
  project: 'в течение проекта',
  by_plan: 'по плану или графику',
  weekly: 'каждую неделю',
  periodic: 'через равные промежутки',
  unclear: 'срок не прочитан',
}

const PARTS: Record<string, string> = {
  responsible: 'Ответственные',
  co_executor: 'Соисполнители',
  control: 'Контроль',
}

/** «каждую неделю, повторяется»; one of two like words is enough. */
export function recurrenceWords({
  term_kind,
  recurrence,
}: Pick<RowReadingOut, 'term_kind' | 'recurrence'>): string {
  const words = [TERM_KINDS[term_kind] ?? term_kind, RECURRENCES[recurrence] ?? recurrence]
  return [...new Set(words)].join(', ')
}

/** «до 20.03.2021, суббота, выходной». */
export function windowWords({ starts_on, ends_on, label, weekend, is_derived }: ReadWindowOut): string {
  const when = starts_on === ends_on ? formatDate(ends_on) : lowerFirst(label)
  // A month ends on any day of the week: that is worth a word only where the term names the date.
  const dayOff = /\d{2}\.\d{2}/.test(when) && weekend
  return [when, dayOff, is_derived && 'по периоду плана'].filter(Boolean).join(', ')
}

/** «с 02.03.2021, вторник, по 10.03.2021, среда»: every day with its day of the week. */
export function windowDays({
  starts_on,
  ends_on,
  weekend,
}: Omit<ReadWindowOut, 'label' | 'is_derived'>): string {
  const end = `${formatDate(ends_on)}, ${weekend ?? formatWeekday(ends_on)}`
  if (starts_on === ends_on) return end
  return starts_on ? `с ${formatDate(starts_on)}, ${formatWeekday(starts_on)}, по ${end}` : `до ${end}`
}

/** The windows of a row in one line. */
export function termWords({ windows }: Pick<RowReadingOut, 'windows'>): string {
  if (windows.length === 0) return 'срок датами не прочитан'
  if (windows.length <= MOST_WINDOWS) return windows.map(windowWords).join('; ')
  const [first, last] = [windows[0], windows.at(-1)]
  const span =
    first && last ? `: с ${formatDate(first.starts_on ?? first.ends_on)} по ${formatDate(last.ends_on)}` : ''
  return `${counted(windows.length, TERMS)}${span}`
}

export interface PartWords {
  part: string
  title: string
  words: string[]
}

/** Who takes which part, in the order responsible, co-executors, control. */
export function partiesByPart(parties: readonly ReadPartyOut[]): PartWords[] {
  return Object.entries(PARTS).flatMap(([part, title]) => {
    const words = parties.filter((party) => party.part === part).map((party) => party.words)
    return words.length > 0 ? [{ part, title, words }] : []
  })
}

export interface Change {
  sign: string
  text: string
}

const CHANGES: Record<RowReadingOut['change'], Change> = {
  same: { sign: '=', text: 'как было' },
  changed: { sign: '~', text: 'изменена' },
  added: { sign: '+', text: 'новая' },
}

/** The badge of a row; one the server has not seen yet is new. */
export function changeOf(reading: RowReadingOut | undefined, row: Pick<DraftRow, 'lineage_id'>): Change {
  return CHANGES[reading?.change ?? (row.lineage_id === null ? 'added' : 'same')]
}

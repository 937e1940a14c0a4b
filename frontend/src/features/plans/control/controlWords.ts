/** The sentences of «Контроль исполнения», made from the figures of the server. */
import type { ControlOut, SectionCountsOut } from '@/api/generated/types.gen'
import { addDays, formatDate } from '@/lib/dates'
import { counted, DAYS, type Forms, plural } from '@/lib/plural'
import { ratioText } from '@/lib/ratio'
import { type StatusKind, toStatusKind } from '@/ui/status'

const OF_ROWS: Forms = ['строки', 'строк', 'строк']
const REPORTS: Forms = ['отчёт', 'отчёта', 'отчётов']
const LATE: Forms = ['просрочена', 'просрочены', 'просрочено']
const CHANGES: Forms = ['изменение', 'изменения', 'изменений']
const WAIT: Forms = ['ждёт', 'ждут', 'ждут']

/** The columns of the table of sections, what calls for work first. */
export const COUNTED: readonly { kind: StatusKind; title: string }[] = [
  { kind: 'late', title: 'Просрочено' },
  { kind: 'due', title: 'Срок подходит' },
  { kind: 'run', title: 'В работе' },
  { kind: 'idle', title: 'Ждут срока или сведений' },
  { kind: 'ok', title: 'Принято' },
]

/** «Из 44 строк плана просрочены 2, самая давняя на 21 день. Проверки ждут 3 отчёта. Ожидаемых результатов…» */
export function controlSentence(control: ControlOut): string {
  const { sections, overdue, to_check, results_achieved, results_total } = control
  const rows = sections.reduce((sum, section) => sum + section.rows, 0)
  const late = totalOf(sections, 'late')
  const longest = Math.max(0, ...overdue.map(({ days }) => days))
  const oldest = late > 1 ? `, самая давняя на ${counted(longest, DAYS)}` : ` на ${counted(longest, DAYS)}`
  const burden = late === 0 ? 'просрочек нет' : `${plural(late, LATE)} ${late}${longest > 0 ? oldest : ''}`
  const check =
    to_check === 0
      ? 'Отчётов, которые ждут проверки, нет.'
      : `Проверки ${plural(to_check, WAIT)} ${counted(to_check, REPORTS)}.`
  const results =
    results_total === 0
      ? ''
      : ` Ожидаемых результатов достигнуто ${ratioText(results_achieved, results_total)}.`
  return `Из\u00a0${counted(rows, OF_ROWS)} плана ${burden}. ${check}${results}`
}

/** How many rows of a section have the shape; a shape this screen does not know yet counts as «not yet». */
export function countOf({ counts }: Pick<SectionCountsOut, 'counts'>, kind: StatusKind): number {
  return Object.entries(counts).reduce(
    (sum, [key, count]) => sum + (toStatusKind(key) === kind ? count : 0),
    0,
  )
}

export function totalOf(sections: readonly SectionCountsOut[], kind: StatusKind): number {
  return sections.reduce((sum, section) => sum + countOf(section, kind), 0)
}

/** Quick choices of the day since which changes are told. */
export function quickDays(today: string): { words: string; since: string }[] {
  return [
    { words: 'За неделю', since: addDays(today, -7) },
    { words: 'С начала месяца', since: `${today.slice(0, 7)}-01` },
  ]
}

/** «За это время 12 изменений», «показаны последние 50 из 120». */
export function changesWords({
  changes,
  changes_total,
}: Pick<ControlOut, 'changes' | 'changes_total'>): string {
  if (changes_total === 0) return 'изменений нет'
  if (changes.length < changes_total) return `показаны последние ${changes.length} из ${changes_total}`
  return counted(changes_total, CHANGES)
}

/** The conditions of the workbook. */
export function controlConditions({ since }: Pick<ControlOut, 'since'>): string {
  return `Изменения с ${formatDate(since)}`
}

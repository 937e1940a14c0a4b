/** Words for appointments, and what their forms refuse before anything is sent. */
import type { AssignmentOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import type { TimelineItem } from '@/ui/Timeline'

export type Kind = 'curator' | 'mentor'

export const KINDS: readonly { value: Kind; text: string }[] = [
  { value: 'curator', text: 'Куратор' },
  { value: 'mentor', text: 'Наставник' },
]
const SHORTEST = 3

export function kindTitle(kind: string): string {
  return KINDS.find(({ value }) => value === kind)?.text ?? kind
}

/** «с 12.02.2021 по 19.03.2021», «с 12.02.2021, срок не назван». */
export function periodOf({ since_on, last_on }: AssignmentOut): string {
  const since = `с ${formatDate(since_on)}`
  return last_on ? `${since} по ${formatDate(last_on)}` : `${since}, срок не назван`
}

/** One assignment as an item of a timeline. */
export function timelineItem(assignment: AssignmentOut, today: string, title: string): TimelineItem {
  const { id, is_current, since_on, act_text, end_reason, warning } = assignment
  const kind = warning ? 'late' : is_current ? 'run' : since_on > today ? 'idle' : 'ok'
  const text = [periodOf(assignment), act_text, end_reason && `завершено: ${end_reason}`, warning]
  return { key: id, kind, title, text: text.filter(Boolean).join(' · ') }
}

export function dayIssues(name: string, typed: string, today: string): FieldIssue[] {
  if (readDate(typed)) return []
  return [{ name, message: `Введите день, например ${formatDate(today)}.` }]
}

export function wordsIssues(name: string, typed: string, message: string): FieldIssue[] {
  return typed.trim().length < SHORTEST ? [{ name, message }] : []
}

export const ACT_MISSING = 'Назовите акт: приказ или распоряжение, его № и дату.'
export const REASON_MISSING = 'Назовите причину: её увидят в истории.'

/** Words of visits: states as shapes, choices, fields. */
import type { VisitSummaryOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { StatusKind } from '@/ui/status'

export const CHOICES = [
  { value: 'yes', text: 'Да' },
  { value: 'partly', text: 'Частично' },
  { value: 'no', text: 'Нет' },
] as const

export const FINDING_KINDS = [
  { value: 'problem', text: 'Что мешает' },
  { value: 'strength', text: 'Сильная сторона' },
] as const

/** Titles of the texts of a visit, in the order in which they are written. */
export const TEXTS = [
  { field: 'programme', title: 'Программа визита', hint: 'Пишут куратор и школа вместе' },
  { field: 'participants', title: 'Участники', hint: 'Пишут куратор и школа вместе' },
  { field: 'summary', title: 'Что посещено и увидено', hint: undefined },
  { field: 'conclusions', title: 'Выводы', hint: undefined },
  { field: 'recommendations', title: 'Рекомендации', hint: undefined },
] as const

export const FIELD_TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  TEXTS.map(({ field, title }) => [field, title]),
)

const KINDS: Readonly<Record<string, StatusKind>> = {
  planned: 'ask',
  confirmed: 'run',
  held: 'due',
  report_draft: 'run',
  submitted: 'run',
  returned: 'due',
  approved: 'ok',
  cancelled: 'idle',
}

/** «Проведён, справки нет» with its shape; a visit whose day has passed in silence is late. */
export function visitStatus({ state, state_title, overdue }: VisitSummaryOut): {
  kind: StatusKind
  text: string
} {
  if (overdue) return { kind: 'late', text: overdue }
  return { kind: KINDS[state] ?? 'idle', text: state_title }
}

/** «05.03.2021» of a held visit, «план 24.03.2021, 10:00» of one that is ahead. */
export function whenOf({ held_on, planned_on, planned_time }: VisitSummaryOut): string {
  if (held_on) return formatDate(held_on)
  const time = planned_time ? `, ${planned_time}` : ''
  return `план ${formatDate(planned_on)}${time}`
}

export const PRIORITIES: Readonly<Record<string, string>> = {
  high: 'срочно',
  medium: 'обычная',
  low: 'не срочно',
}

export const OUTCOMES = [
  { value: 'done', text: 'Выполнено' },
  { value: 'partly', text: 'Частично' },
  { value: 'not_done', text: 'Не выполнено' },
] as const

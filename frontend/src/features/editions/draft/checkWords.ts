/** What putting a draft in force does, in sentences with their numbers. */
import type { DraftDocument, DraftOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { NO_DATA } from '@/lib/numbers'
import { counted, plural } from '@/lib/plural'
import type { Pair } from '@/ui/KeyValue'
import { QUESTIONS, ROWS, SECTIONS } from '../words'
import { rowsOf } from './document'

/** The answers to be checked: the act, its force, the periods. */
export function aboutPairs(document: DraftDocument): Pair[] {
  const { act, period_start, period_end, project_start, project_end } = document
  const day = (date: string | null) => (date ? formatDate(date) : NO_DATA)
  const project = project_start || project_end ? `${day(project_start)} – ${day(project_end)}` : NO_DATA
  return [
    { name: 'Распоряжение', value: `${act.kind} от ${day(act.signed_on)} № ${act.number ?? NO_DATA}` },
    { name: 'Название', value: act.title },
    { name: 'Кто издал', value: act.issuer },
    { name: 'Кто подписал', value: act.signed_by ?? NO_DATA },
    { name: 'Вступает в силу', value: day(act.effective_on) },
    { name: 'План', value: document.heading },
    {
      name: 'Период',
      value: `${document.period_text}: ${day(period_start)} – ${day(period_end)}`,
    },
    { name: 'Проект', value: project },
    { name: 'Ответственный', value: document.responsible_official },
    { name: 'Контроль', value: document.controlled_by ?? NO_DATA },
    {
      name: 'Строк',
      value: `${counted(rowsOf(document).length, ROWS)}, ${counted(document.sections.length, SECTIONS)}`,
    },
  ]
}

/** What happens, sentence by sentence. */
export function consequences(draft: DraftOut): string[] {
  const { based_on_id, readings, removed } = draft
  const of = (change: string) => readings.filter((reading) => reading.change === change).length
  const counts = [
    `${counted(of('same'), ROWS)} без изменений`,
    `${of('changed')} ${plural(of('changed'), ['изменена', 'изменены', 'изменено'])}`,
    `${of('added')} ${plural(of('added'), ['добавлена', 'добавлены', 'добавлено'])}`,
    `${removed.length} ${plural(removed.length, ['убрана', 'убраны', 'убрано'])}`,
  ]
  const questions = questionsToAuthor(draft).length
  return [
    based_on_id
      ? 'Действующая редакция будет заменена этой. Тексты заменённой останутся доступны для чтения навсегда.'
      : 'Это первая редакция плана: заменять нечего.',
    `${counts.join(', ')}.`,
    ...(based_on_id
      ? [
          'Отчёты, подтверждения и переносы сроков по строкам, которые продолжаются, перейдут в новую редакцию.',
        ]
      : []),
    ...(removed.length > 0
      ? ['По убранным строкам исполнение больше не требуется, их история сохранится в прежней редакции.']
      : []),
    questions > 0
      ? `${counted(questions, QUESTIONS)} ${plural(questions, ['уйдёт', 'уйдут', 'уйдут'])} автору распоряжения: тексты от этого не меняются.`
      : 'Вопросов автору нет.',
  ]
}

/** «1.4: срок не прочитан», with the questions about the edition as a whole first. */
export function questionsToAuthor({ document, questions, readings }: DraftOut): string[] {
  const numbers = new Map(rowsOf(document).map(({ key, number }) => [key, number]))
  return [
    ...questions.filter(({ is_blocking }) => !is_blocking).map(({ text }) => text),
    ...readings.flatMap((reading) =>
      reading.questions
        .filter(({ is_blocking }) => !is_blocking)
        .map(({ text }) => `${numbers.get(reading.key) ?? NO_DATA}: ${text}`),
    ),
  ]
}

/** More reasons than this are told by their number: each also stands at its row. */
const MOST_REASONS = 3

/** What stands in the way of the draft, the first reasons in full. */
export function whyBlocked(reasons: readonly string[]): string {
  if (reasons.length === 0) return 'Сейчас это сделать нельзя.'
  const told = reasons.slice(0, MOST_REASONS).join(' ')
  const rest = reasons.length - MOST_REASONS
  return rest > 0 ? `${told} И ещё ${counted(rest, REASONS)}, они отмечены у строк.` : told
}

const REASONS = ['причина', 'причины', 'причин'] as const

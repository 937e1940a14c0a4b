/** Words and shapes of documents. */
import type { DocumentBriefOut, DocumentOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import type { StatusKind } from '@/ui/status'

export const ENDINGS = ['.docx', '.pdf', '.xlsx', '.jpg', '.jpeg', '.png']
export const MAX_BYTES = 20 * 1024 * 1024
export const TOO_LARGE = 'Уменьшите рисунки в нём или сохраните его заново.'
export const FILE_HINT = 'PDF, DOCX, XLSX или снимок, до 20 МБ. Сравнить можно тексты DOCX и PDF'

export type State = DocumentBriefOut['state']

export const KIND_OF_STATE: Record<State, StatusKind> = {
  draft: 'idle',
  submitted: 'ask',
  under_review: 'run',
  returned: 'late',
  approved: 'ok',
  published: 'ok',
  archived: 'frozen',
}

export const STATES: readonly { value: State; text: string }[] = [
  { value: 'submitted', text: 'Отправлены' },
  { value: 'under_review', text: 'На рассмотрении' },
  { value: 'returned', text: 'Возвращены' },
  { value: 'approved', text: 'Утверждены' },
  { value: 'published', text: 'Размещены' },
  { value: 'draft', text: 'Черновики' },
  { value: 'archived', text: 'В архиве' },
]

/** «Концепция развития · версия 2 · 2021». */
export function lineOf({ kind_title, factor_name, version_number, cycle, title }: DocumentBriefOut): string {
  return [
    title === kind_title ? null : kind_title,
    factor_name,
    version_number === null ? null : `версия\u00a0${version_number}`,
    `${cycle}\u00a0г.`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** What is known of earlier decisions. */
export function factsOf(document: DocumentBriefOut): string[] {
  const { approved_on, approved_version, published_on, published_where } = document
  return [
    approved_on ? `Утверждена версия ${approved_version}: ${formatDate(approved_on)}` : null,
    published_on ? `Размещён ${formatDate(published_on)}: ${published_where}` : null,
  ].flatMap((words) => (words ? [bound(words)] : []))
}

export type Version = DocumentOut['versions'][number]

/** Remarks the school has still to answer: of returned versions. */
export function openRemarks({ versions }: DocumentOut) {
  return versions.flatMap(({ number, review }) =>
    review?.verdict === 'returned'
      ? review.remarks.filter(({ answer }) => answer === null).map((remark) => ({ ...remark, number }))
      : [],
  )
}

/** Words and shapes of carrying out. */
import type {
  EvidenceOut,
  LockOut,
  NeededFactOut,
  OccurrenceOut,
  RescheduleOut,
  StepOut,
  WindowOccurrencesOut,
} from '@/api/generated/types.gen'
import { formatDate, formatInstant } from '@/lib/dates'
import { formatFileSize } from '@/lib/numbers'
import { lowerFirst } from '@/lib/typography'
import type { StatusKind } from '@/ui/status'

/** «до 20.03.2021 · суббота, выходной» where the label does not say the day itself. */
export function windowMeta({ label, ends_on, weekend }: WindowOccurrencesOut): string {
  const until = `до ${formatDate(ends_on)}`
  return [label.includes(formatDate(ends_on)) ? null : until, weekend].filter(Boolean).join(' · ')
}

/** «Перенесено с 30.04.2021 на 15.05.2021: карантин. Письмо № 5». */
export function rescheduleWords({ school_name, from_on, to_on, reason, basis }: RescheduleOut): string {
  const whom = school_name ? `${school_name}: перенесено` : 'Перенесено'
  return `${whom} с ${formatDate(from_on)} на ${formatDate(to_on)}: ${reason}${basis ? ` (${basis})` : ''}`
}

/** «Иванова И. И. · 17.03.2021, 09:40»; people of other organisations are not named to everybody. */
export function whoAndWhen(who: string | null, at: string): string {
  return [who, formatInstant(at)].filter(Boolean).join(' · ')
}

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const STEP_KINDS: Record<string, StatusKind> = {
  start: 'run',
  report: 'run',
  accept: 'ok',
  return: 'due',
  revoke: 'due',
  cancel: 'idle',
  reopen: 'run',
}

export function stepKind({ action }: StepOut): StatusKind {
  return STEP_KINDS[action] ?? 'idle'
}

/** Why the report was returned, while it still is; the last return counts. */
export function returnOf({ state, steps }: OccurrenceOut): StepOut | null {
  if (state !== 'returned') return null
  return (
    steps
      .filter(({ action }) => action === 'return' || action === 'revoke')
      .toSorted(byTime)
      .at(-1) ?? null
  )
}

const byTime = (one: StepOut, other: StepOut) => Date.parse(one.at) - Date.parse(other.at)

/** Is the fact there, does its evidence wait, or is it missing? */
export function factStatus(
  { code, title, missing_text, since_on, can_be_evidenced }: NeededFactOut,
  evidence: readonly EvidenceOut[],
): { kind: StatusKind; text: string } {
  if (since_on) return { kind: 'ok', text: `${title}: ${formatDate(since_on)}` }
  if (evidence.some(({ fact, state }) => fact === code && state === 'submitted')) {
    return { kind: 'run', text: `${title}: ждёт проверки` }
  }
  const how = can_be_evidenced ? '' : ' (отметится само по другим записям)'
  return { kind: 'idle', text: `Пока ${lowerFirst(missing_text)}${how}` }
}

const EVIDENCE_WORDS: Record<EvidenceOut['state'], { kind: StatusKind; text: string }> = {
  submitted: { kind: 'run', text: 'Ждёт проверки' },
  accepted: { kind: 'ok', text: 'Принято' },
  returned: { kind: 'due', text: 'Возвращено' },
  revoked: { kind: 'idle', text: 'Снято, не считается' },
}

export function evidenceStatus({ state }: EvidenceOut): { kind: StatusKind; text: string } {
  return EVIDENCE_WORDS[state]
}

/** «Справка.pdf, 38 КБ». */
export function fileWords({ file_name, file_size }: EvidenceOut): string {
  const size = file_size === null ? '' : `, ${formatFileSize(file_size)}`
  return `${file_name ?? 'Файл'}${size}`
}

/** A link of somebody else is followed only where it leads to a page. */
export function safeLink(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return null
  return ['http:', 'https:'].includes(new URL(link).protocol) ? link : null
}

/** What a lock closes: «Дорожная карта, школа …, сроки с 01.01.2021 по 31.03.2021». */
export function lockWords(lock: LockOut): string {
  const { plan_title, edition_words, school_name, starts_on, ends_on } = lock
  const period =
    starts_on && ends_on
      ? `сроки с ${formatDate(starts_on)} по ${formatDate(ends_on)}`
      : starts_on
        ? `сроки с ${formatDate(starts_on)}`
        : ends_on
          ? `сроки по ${formatDate(ends_on)}`
          : null
  return [plan_title, edition_words, school_name, period].filter(Boolean).join(' · ')
}

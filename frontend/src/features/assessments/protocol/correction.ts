/** The correction of one result as it is typed, and as the API takes it: only what differs from the stored. */
import type { CorrectionIn, ParticipantOut, ParticipantsOut } from '@/api/generated/types.gen'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'

/** «Х» of the protocol: the task was not begun. */
export const NOT_ATTEMPTED = 'Х'
const MOST_TEST = 100
const SHORTEST_REASON = 3

export interface CorrectionDraft {
  primary: string
  test: string
  mark: string
  journal: string
  tasks: readonly string[]
  reason: string
}

/** What is stored, as it would be typed. */
export function correctionDraft(
  { primary_score, test_score, mark, journal_mark, task_scores }: ParticipantOut,
  { task_names }: Pick<ParticipantsOut, 'task_names'>,
): CorrectionDraft {
  return {
    primary: String(primary_score ?? ''),
    test: String(test_score ?? ''),
    mark: String(mark ?? ''),
    journal: String(journal_mark ?? ''),
    tasks: task_scores ? task_names.map((_, place) => String(task_scores[place] ?? NOT_ATTEMPTED)) : [],
    reason: '',
  }
}

/** What is to be changed, or what is wrong in it. */
export function readCorrection(
  draft: CorrectionDraft,
  participant: ParticipantOut,
  found: Pick<ParticipantsOut, 'task_names' | 'task_max' | 'max_primary'>,
): { correction: CorrectionIn; issues: FieldIssue[] } {
  const before = correctionDraft(participant, found)
  const issues: FieldIssue[] = []
  const correction: CorrectionIn = { reason: draft.reason.trim() }
  const score = (typed: string, most: number | null, name: string): number | null => {
    if (typed.trim() === '') return null
    const number = readNumber(typed)
    if (number !== null && Number.isInteger(number) && number >= 0 && (most === null || number <= most))
      return number
    issues.push({
      name,
      message: `Введите целое число ${most === null ? 'не меньше 0' : `от 0 до ${most}`}.`,
    })
    return null
  }
  if (draft.primary !== before.primary) {
    correction.primary_score = score(draft.primary, found.max_primary, 'primary_score')
  }
  if (draft.test !== before.test) correction.test_score = score(draft.test, MOST_TEST, 'test_score')
  if (draft.mark !== before.mark) correction.mark = readNumber(draft.mark)
  if (draft.journal !== before.journal) correction.journal_mark = readNumber(draft.journal)
  if (draft.tasks.join('|') !== before.tasks.join('|')) {
    correction.task_scores = draft.tasks.map((typed, place) =>
      isCross(typed) ? null : score(typed, found.task_max[place] ?? null, `task-${place}`),
    )
  }
  if (issues.length === 0 && Object.keys(correction).length === 1) {
    issues.push({ name: 'mark', message: 'Измените хотя бы одно значение: пока всё как записано.' })
  }
  if (draft.reason.trim().length < SHORTEST_REASON) {
    issues.push({ name: 'reason', message: 'Напишите основание, например номер протокола апелляции.' })
  }
  return { correction, issues }
}

/** The sum of what is typed for the tasks: the primary score follows it. */
export function sumOf(tasks: readonly string[]): number {
  return tasks.reduce((sum, typed) => sum + (readNumber(typed) ?? 0), 0)
}

/** Either alphabet, either register. */
function isCross(typed: string): boolean {
  return /^[xх]$/i.test(typed.trim())
}

/** A work as it is typed in a form, and as the API takes it. */
import type { WorkChoiceIn, WorkReadingOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { PROCEDURES, WAVES } from '@/lib/procedures'
import { readDate } from '@/lib/readDate'

export interface WorkDraft {
  procedure: string
  year: string
  wave: string
  subject: string
  grade: string
  programme: string
  series: string
  writtenOn: string
}

export const NO_WORK: WorkDraft = {
  procedure: '',
  year: '',
  wave: '',
  subject: '',
  grade: '',
  programme: '',
  series: '',
  writtenOn: '',
}

type Known = Omit<WorkReadingOut, 'key' | 'title' | 'subject' | 'subject_name' | 'max_primary' | 'rows'>

/** What is known already is not typed again. */
export function workDraft(known: Partial<Known> | undefined): WorkDraft {
  if (!known) return NO_WORK
  const own = known.programme_grade !== known.grade ? known.programme_grade : null
  return {
    procedure: known.procedure ?? '',
    year: String(known.year ?? ''),
    wave: known.wave ?? '',
    subject: known.subject_id ?? '',
    grade: String(known.grade ?? ''),
    programme: String(own ?? ''),
    series: known.series ?? '',
    writtenOn: known.written_on ? formatDate(known.written_on) : '',
  }
}

/** The typed work for the API, or what is missing in it; fields are named after `prefix`. */
export function readWork(
  draft: WorkDraft,
  prefix: string,
): { work: WorkChoiceIn | null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = []
  const miss = (name: keyof WorkDraft, message: string) => issues.push({ name: `${prefix}.${name}`, message })
  const procedure = PROCEDURES.find(({ value }) => value === draft.procedure)?.value
  const wave = WAVES.find(({ value }) => value === draft.wave)?.value ?? null
  const [year, grade] = [whole(draft.year, 2000, 2100), whole(draft.grade, 1, 12)]
  const programme = draft.programme.trim() ? whole(draft.programme, 1, 12) : null
  const writtenOn = draft.writtenOn.trim() ? readDate(draft.writtenOn) : null
  // In the order of the fields: the first link leads to the first of them.
  if (!procedure) miss('procedure', 'Выберите процедуру.')
  if (!draft.subject) miss('subject', 'Выберите предмет.')
  if (year === null) miss('year', 'Введите год работы четырьмя цифрами, например 2021.')
  if (grade === null) miss('grade', 'Введите класс от 1 до 12.')
  if (draft.programme.trim() && programme === null) miss('programme', 'Введите класс программы от 1 до 12.')
  if (draft.writtenOn.trim() && writtenOn === null) {
    miss('writtenOn', 'Такой даты нет. Введите её, например, так: 17.03.2021.')
  }
  if (issues.length > 0 || !procedure || year === null || grade === null) return { work: null, issues }
  return {
    issues,
    work: {
      procedure,
      year,
      subject_id: draft.subject,
      grade,
      ...(wave && { wave }),
      ...(programme !== null && { programme_grade: programme }),
      ...(draft.series.trim() && { series: draft.series.trim() }),
      ...(writtenOn && { written_on: writtenOn }),
    },
  }
}

function whole(typed: string, least: number, most: number): number | null {
  const number = readNumber(typed)
  return number !== null && Number.isInteger(number) && number >= least && number <= most ? number : null
}

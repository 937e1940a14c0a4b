/** What is typed for a new target, and what of it can be asked of the server. */
import type { PreviewTargetData, TargetChoicesOut, TargetIn, TargetWorkOut } from '@/api/generated/types.gen'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { readDate } from '@/lib/readDate'
import { oneOf } from './targetsSearch'
import { METRICS } from './words'

export interface Proposal {
  metric: string
  /** «vpr autumn math». */
  work: string
  grade: string
  baseYear: string
  value: string
  dueYear: string
  dueOn: string
}

export const FIELDS = ['metric', 'subject', 'grade', 'base_year', 'target_value', 'due_year', 'due_on']

export function keyOf({ procedure, wave, subject }: TargetWorkOut): string {
  return `${procedure} ${wave} ${subject}`
}

export function workOf(choices: TargetChoicesOut, { work }: Proposal): TargetWorkOut | undefined {
  return choices.works.find((one) => keyOf(one) === work)
}

/** The newest work of the school, all grades together, the newest year as base. */
export function startOf({ works, due_year }: TargetChoicesOut): Proposal {
  const [work] = works
  const base = work?.years.at(-1) ?? due_year
  return {
    metric: 'success',
    work: work ? keyOf(work) : '',
    grade: '',
    baseYear: String(base),
    value: '',
    dueYear: String(Math.max(due_year, base + 1)),
    dueOn: '',
  }
}

/** Another work has other grades and years: what it does not have is chosen anew. */
export function withWork(work: TargetWorkOut, proposal: Proposal): Proposal {
  return {
    ...proposal,
    work: keyOf(work),
    grade: work.grades.includes(Number(proposal.grade)) ? proposal.grade : '',
    baseYear: work.years.includes(Number(proposal.baseYear))
      ? proposal.baseYear
      : String(work.years.at(-1) ?? proposal.baseYear),
  }
}

/** The question for the base and its interval; a value that is no number yet is left out. */
export function previewOf(
  choices: TargetChoicesOut,
  proposal: Proposal,
): PreviewTargetData['query'] | undefined {
  const work = workOf(choices, proposal)
  const metric = oneOf(METRICS, proposal.metric)
  const [base, due] = [Number(proposal.baseYear), Number(proposal.dueYear)]
  if (!work || !metric || !isYear(base)) return undefined
  const value = readNumber(proposal.value)
  return {
    metric,
    procedure: work.procedure,
    wave: work.wave,
    subject: work.subject,
    grade: proposal.grade ? Number(proposal.grade) : undefined,
    base_year: base,
    due_year: isYear(due) && due > base ? due : base + 1,
    target_value: value !== null && value >= 0 && value <= 100 ? Math.round(value * 100) / 100 : undefined,
  }
}

export function issuesOf(proposal: Proposal): FieldIssue[] {
  const issues: FieldIssue[] = []
  const value = readNumber(proposal.value)
  if (proposal.value.trim() === '') {
    issues.push({ name: 'target_value', message: 'Укажите план: каким должен стать показатель.' })
  } else if (value === null || value < 0 || value > 100) {
    issues.push({ name: 'target_value', message: 'План — число от 0 до 100, например 62,5.' })
  }
  if (!isYear(Number(proposal.dueYear))) {
    issues.push({ name: 'due_year', message: 'Укажите год, например 2022.' })
  } else if (Number(proposal.dueYear) <= Number(proposal.baseYear)) {
    issues.push({
      name: 'due_year',
      message: `Год плана должен быть позже года базы (${proposal.baseYear}).`,
    })
  }
  if (proposal.dueOn.trim() !== '' && readDate(proposal.dueOn) === null) {
    issues.push({ name: 'due_on', message: 'Такой даты нет. Введите её, например, так: 17.03.2021.' })
  }
  return issues
}

export function bodyOf(work: TargetWorkOut, proposal: Proposal): TargetIn {
  return {
    metric: oneOf(METRICS, proposal.metric) ?? 'success',
    procedure: work.procedure,
    wave: work.wave,
    subject: work.subject,
    grade: proposal.grade ? Number(proposal.grade) : null,
    base_year: Number(proposal.baseYear),
    target_value: readNumber(proposal.value) ?? 0,
    due_year: Number(proposal.dueYear),
    due_on: readDate(proposal.dueOn),
  }
}

function isYear(year: number): boolean {
  return Number.isInteger(year) && year >= 2000 && year <= 2100
}

/** The programme as it is typed, and as the API takes it. */

import type { MeasureOut, ProgrammeIn, ProgrammeOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readNumber } from '@/lib/numbers'
import { readDate } from '@/lib/readDate'
import { lowerFirst } from '@/lib/typography'
import { newUuid } from '@/lib/uuid'
import { measureField } from './refusals'

export interface TypedMeasure {
  key: string
  id: string | null
  isFixed: boolean
  stage: string
  task: string
  title: string
  dueOn: string
  responsible: string
  participants: string
  evidenceKind: string
  indicator: string
}

export interface TypedProgramme {
  version: number
  goal: string
  indicator: string
  unit: string
  baseline: string
  target: string
  startsOn: string
  endsOn: string
  measures: TypedMeasure[]
}

/** What a programme is about: there is one for each school, cycle and factor. */
export interface About {
  schoolId: string
  factor: string
  cycle: number
}

/** Name of what is typed and not yet saved. */
export function draftName({ schoolId, factor, cycle }: About): string {
  return `programme.${schoolId}.${cycle}.${factor}`
}

export function emptyMeasure(stage: string): TypedMeasure {
  return {
    key: newUuid(),
    id: null,
    isFixed: false,
    stage,
    task: '',
    title: '',
    dueOn: '',
    responsible: '',
    participants: '',
    evidenceKind: '',
    indicator: '',
  }
}

export const EMPTY: TypedProgramme = {
  version: 0,
  goal: '',
  indicator: '',
  unit: '',
  baseline: '',
  target: '',
  startsOn: '',
  endsOn: '',
  measures: [],
}

export function typedOf(programme: ProgrammeOut): TypedProgramme {
  return {
    version: programme.version,
    goal: programme.goal,
    indicator: programme.indicator ?? '',
    unit: programme.indicator_unit ?? '',
    baseline: numberText(programme.baseline),
    target: numberText(programme.target),
    startsOn: dayText(programme.starts_on),
    endsOn: dayText(programme.ends_on),
    measures: programme.measures.map(typedMeasure),
  }
}

function typedMeasure(measure: MeasureOut): TypedMeasure {
  return {
    key: measure.id,
    id: measure.id,
    isFixed: measure.state !== 'planned',
    stage: String(measure.stage),
    task: measure.task ?? '',
    title: measure.title,
    dueOn: dayText(measure.due_on),
    responsible: measure.responsible ?? '',
    participants: measure.participants ?? '',
    evidenceKind: measure.evidence_kind ?? '',
    indicator: measure.indicator ?? '',
  }
}

export function bodyOf(typed: TypedProgramme): ProgrammeIn {
  return {
    goal: typed.goal.trim(),
    indicator: typed.indicator.trim() || null,
    indicator_unit: typed.unit.trim() || null,
    baseline: numberOf(typed.baseline),
    target: numberOf(typed.target),
    starts_on: readDate(typed.startsOn),
    ends_on: readDate(typed.endsOn),
    measures: typed.measures.map((measure) => ({
      id: measure.id,
      stage: measure.stage === '2' ? 2 : 1,
      task: measure.task.trim() || null,
      title: measure.title.trim(),
      due_on: readDate(measure.dueOn),
      responsible: measure.responsible.trim() || null,
      participants: measure.participants.trim() || null,
      evidence_kind: measure.evidenceKind.trim() || null,
      indicator: measure.indicator.trim() || null,
    })),
  }
}

/** What cannot be read as it is typed; names are those of the fields on the page. */
export function issuesOf(typed: TypedProgramme): FieldIssue[] {
  const issues: FieldIssue[] = []
  if (typed.goal.trim().length < 3) issues.push({ name: 'goal', message: 'Напишите цель программы.' })
  for (const name of ['baseline', 'target'] as const) {
    if (typed[name].trim() && readNumber(typed[name]) === null) {
      issues.push({ name, message: 'Введите число, например 12,5.' })
    }
  }
  for (const [name, value] of [
    ['starts_on', typed.startsOn],
    ['ends_on', typed.endsOn],
  ] as const) {
    if (value.trim() && !readDate(value)) issues.push({ name, message: BAD_DAY })
  }
  typed.measures.forEach(({ key, title, dueOn }, place) => {
    if (title.trim().length < 3) {
      const message = `Мера ${place + 1}: напишите, что делается.`
      issues.push({ name: measureField(key, 'title'), message })
    }
    if (dueOn.trim() && !readDate(dueOn)) {
      issues.push({ name: measureField(key, 'due_on'), message: `Мера ${place + 1}: ${lowerFirst(BAD_DAY)}` })
    }
  })
  return issues
}

const BAD_DAY = 'Такой даты нет. Введите её, например, так: 17.03.2021.'

function numberOf(typed: string): number | null {
  return typed.trim() ? readNumber(typed) : null
}

function numberText(value: string | number | null): string {
  return value === null ? '' : String(Number(value)).replace('.', ',')
}

function dayText(day: string | null): string {
  return day ? formatDate(day) : ''
}

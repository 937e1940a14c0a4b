/** The address of «Качество данных»: which findings. What is not understood is dropped. */
import { isUuid } from '@/lib/uuid'

export const SEVERITIES = ['severe', 'warning', 'hint'] as const
export const OWNERS = ['coordinator', 'office_specialist', 'methodist', 'curator', 'school'] as const
export const AREAS = [
  'plan',
  'schools',
  'support',
  'visits',
  'risk_profiles',
  'documents',
  'programmes',
  'action_points',
  'results',
] as const

export type Severity = (typeof SEVERITIES)[number]
export type Owner = (typeof OWNERS)[number]
export type Area = (typeof AREAS)[number]

export interface QualitySearch {
  severity?: Severity
  area?: Area
  owner?: Owner
  /** Code of a rule: all its findings instead of the oldest. */
  rule?: string
  /** Findings about this school. */
  school?: string
  /** Only what waits for the reader. */
  mine?: true
  /** What was set aside, instead of what stands. */
  dismissed?: true
}

const RULE_CODE = /^[a-z_]{1,100}$/

export function readQualitySearch(search: Record<string, unknown>): QualitySearch {
  const { severity, area, owner, rule, school, mine, dismissed } = search
  return {
    severity: oneOf(SEVERITIES, severity),
    area: oneOf(AREAS, area),
    owner: oneOf(OWNERS, owner),
    rule: typeof rule === 'string' && RULE_CODE.test(rule) ? rule : undefined,
    school: isUuid(school) ? school : undefined,
    mine: mine === true ? mine : undefined,
    dismissed: dismissed === true ? dismissed : undefined,
  }
}

/** Is something left out of what could be seen? */
export function isNarrowed(search: QualitySearch): boolean {
  return [search.severity, search.area, search.owner, search.rule, search.school, search.mine].some(
    (chosen) => chosen !== undefined,
  )
}

export function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((known) => known === value)
}

/** The address of «Цели»: which targets. What is not understood is dropped. */

import { PROCEDURES, type Procedure } from '@/lib/procedures'
import { isUuid } from '@/lib/uuid'
import type { MetricCode, TargetState, TargetVerdict } from './words'
import { METRICS, STATES, VERDICTS } from './words'

export interface TargetsSearch {
  metric?: MetricCode
  procedure?: Procedure
  verdict?: TargetVerdict
  state?: TargetState
  /** The year the plan is for. */
  year?: number
  school?: string
  page?: number
}

export function readTargetsSearch(search: Record<string, unknown>): TargetsSearch {
  const { metric, procedure, verdict, state, year, school, page } = search
  return {
    metric: oneOf(METRICS, metric),
    procedure: PROCEDURES.find(({ value }) => value === procedure)?.value,
    verdict: oneOf(VERDICTS, verdict),
    state: oneOf(STATES, state),
    year: whole(year, 2000, 2100),
    school: isUuid(school) ? school : undefined,
    page: whole(page, 2, 1000),
  }
}

/** The same filter as the server takes it. */
export function queryOf({ metric, procedure, verdict, state, year, school }: TargetsSearch) {
  return { metric, procedure, verdict, state, due_year: year, school_id: school }
}

export function isNarrowed({ page: _, ...search }: TargetsSearch): boolean {
  return Object.values(search).some((chosen) => chosen !== undefined)
}

export function oneOf<Value extends string>(
  options: readonly { value: Value; text: string }[],
  value: unknown,
): Value | undefined {
  return options.find((known) => known.value === value)?.value
}

function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : undefined
}

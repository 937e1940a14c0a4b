/** The address of «Шкалы»: which of them, and which one is open. What is not understood is dropped. */
import { PROCEDURES, type Procedure } from '@/lib/procedures'
import { KINDS, type ScaleKind } from './scaleWords'

export interface ScalesSearch {
  procedure?: Procedure
  kind?: ScaleKind
  subject?: string
  year?: number
  /** The version shown at the side. */
  scale?: string
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function readScalesSearch({
  procedure,
  kind,
  subject,
  year,
  scale,
}: Record<string, unknown>): ScalesSearch {
  return {
    procedure: PROCEDURES.find(({ value }) => value === procedure)?.value,
    kind: KINDS.find(({ value }) => value === kind)?.value,
    subject: typeof subject === 'string' && /^[a-z_]{2,40}$/.test(subject) ? subject : undefined,
    year: typeof year === 'number' && year >= 2000 && year <= 2100 ? Math.trunc(year) : undefined,
    scale: typeof scale === 'string' && UUID.test(scale) ? scale : undefined,
  }
}

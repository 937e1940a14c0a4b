import type { MeasureOut, ProgrammeOut, ProgrammeRowOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import type { StatusKind } from '@/ui/status'

const KINDS: Readonly<Record<string, StatusKind>> = {
  draft: 'idle',
  submitted: 'run',
  returned: 'due',
  accepted: 'ok',
  planned: 'idle',
  confirmed: 'ok',
}

export function programmeStatus({ state, state_title }: ProgrammeRowOut): { kind: StatusKind; text: string } {
  return { kind: state ? (KINDS[state] ?? 'idle') : 'due', text: state_title }
}

export function measureStatus(measure: MeasureOut): { kind: StatusKind; text: string } {
  if (measure.state === 'confirmed' && measure.confirmed_on) {
    const late = measure.is_late ? ', позже срока' : ''
    return { kind: 'ok', text: `подтверждена ${formatDate(measure.confirmed_on)}${late}` }
  }
  if (measure.is_late && measure.state !== 'submitted') {
    return { kind: 'late', text: `срок прошёл: ${measure.state_title}` }
  }
  return { kind: KINDS[measure.state] ?? 'idle', text: measure.state_title }
}

/** «этап 1: 2 из 3». */
export function stageText(stage: number, confirmed: number, all: number): string {
  return all === 0 ? `этап ${stage}: мер нет` : `этап ${stage}: ${ratioText(confirmed, all)}`
}

/** «12,5 балла» as it was typed: the number and its unit. */
export function figureText(value: string | null, unit: string | null): string {
  if (value === null) return NO_DATA
  return [formatNumber(value, { digits: 2 }), unit].filter(Boolean).join('\u00a0')
}

/** «01.03.2021 – 30.11.2021»; a missing end is written. */
export function periodText({ starts_on, ends_on }: ProgrammeOut): string {
  if (!starts_on && !ends_on) return NO_DATA
  return `${starts_on ? formatDate(starts_on) : NO_DATA} – ${ends_on ? formatDate(ends_on) : NO_DATA}`
}

/** Words of targets: a share of few pupils is told in pupils, never as a lone percent. */
import type { TargetChangeOut, TargetFigureOut, TargetOut, TargetSummaryOut } from '@/api/generated/types.gen'
import { formatNumber, formatSigned, NO_DATA } from '@/lib/numbers'
import { counted, type Forms } from '@/lib/plural'
import { PERCENT_FROM_N, ratioText } from '@/lib/ratio'
import type { StatusKind } from '@/ui/status'

export type MetricCode = TargetOut['metric']
export type TargetVerdict = TargetOut['verdict']
export type TargetState = TargetOut['state']

export const METRICS: readonly { value: MetricCode; text: string }[] = [
  { value: 'success', text: 'Успеваемость' },
  { value: 'quality', text: 'Качество знаний' },
  { value: 'below_min', text: 'Доля не преодолевших порог' },
  { value: 'confirmed', text: 'Подтверждение отметок' },
  { value: 'high_score', text: 'Высокие баллы' },
  { value: 'avg_mark', text: 'Средняя отметка' },
  { value: 'sou', text: 'СОУ' },
  { value: 'completion', text: 'Процент выполнения' },
]
export const VERDICTS: readonly { value: TargetVerdict; text: string }[] = [
  { value: 'reached', text: 'достигнут' },
  { value: 'not_reached', text: 'не достигнут' },
  { value: 'indistinct', text: 'нельзя различить' },
  { value: 'not_comparable', text: 'сравнивать нельзя' },
  { value: 'no_data', text: 'нет данных' },
]
export const STATES: readonly { value: TargetState; text: string }[] = [
  { value: 'proposed', text: 'предложены' },
  { value: 'returned', text: 'на доработке' },
  { value: 'agreed', text: 'согласованы' },
  { value: 'closed', text: 'закрыты' },
  { value: 'cancelled', text: 'отменены' },
]
export const KIND_OF_VERDICT: Record<TargetVerdict, StatusKind> = {
  reached: 'ok',
  not_reached: 'late',
  indistinct: 'idle',
  not_comparable: 'ask',
  no_data: 'idle',
}
export const KIND_OF_STATE: Record<TargetState, StatusKind> = {
  proposed: 'run',
  returned: 'due',
  agreed: 'ok',
  closed: 'frozen',
  cancelled: 'idle',
}
const TARGETS: Forms = ['цель', 'цели', 'целей']
const IN_SCHOOLS: Forms = ['школе', 'школах', 'школах']
const MEANS: readonly MetricCode[] = ['avg_mark', 'sou', 'completion']

type Measured = Pick<TargetOut, 'metric' | 'unit'>

/** «6 из 8» under twenty pupils, «62,5 %» above, «3,25» for a mark. */
export function valueText({ metric, unit }: Measured, figure: TargetFigureOut): string {
  if (figure.value === null) return NO_DATA
  const isFew = figure.n < PERCENT_FROM_N && !MEANS.includes(metric)
  return isFew ? ratioText(figure.total, figure.n) : numberText(unit, figure.value)
}

/** «75 %», «3,5». */
export function numberText(unit: Measured['unit'], value: number): string {
  return unit === 'mark' ? formatNumber(value, { digits: 2 }) : `${formatNumber(value)}\u00a0%`
}

/** «30,6–86,3 %, n = 8». */
export function intervalText(unit: Measured['unit'], { low, high, n }: TargetFigureOut): string {
  if (low === null || high === null) return NO_DATA
  const digits = unit === 'mark' ? 2 : 1
  const ends = [low, high].map((end) => formatNumber(end, { digits, fixed: true })).join('–')
  return `${unit === 'mark' ? ends : `${ends}\u00a0%`}, n\u00a0=\u00a0${formatNumber(n)}`
}

/** «+12,5 п. п., от −30 до +50: нельзя различить». */
export function changeText(unit: Measured['unit'], { delta, low, high, words }: TargetChangeOut): string {
  const digits = unit === 'mark' ? 2 : 1
  const [by, from, to] = [delta, low, high].map((value) => formatSigned(value, { digits }))
  const points = unit === 'mark' ? '' : '\u00a0п.\u00a0п.'
  return `${by}${points}, от\u00a0${from} до\u00a0${to}: ${words}`
}

/** Why there is no figure, in words. */
export function missingText({ kind }: TargetFigureOut): string | null {
  if (kind === 'no_results') return 'результатов нет'
  return kind === 'zero_pupils' ? 'нет участников' : null
}

/** «достигнут: 3 цели в 2 школах; …», only what there is. */
export function verdictsText({ verdicts }: TargetSummaryOut): string {
  return verdicts
    .filter(({ targets }) => targets > 0)
    .map(
      ({ words, targets, schools }) =>
        `${words}: ${counted(targets, TARGETS)} в ${counted(schools, IN_SCHOOLS)}`,
    )
    .join('; ')
}

/** The sentence under the heading of a list. */
export function summaryText(summary: TargetSummaryOut): string {
  const verdicts = verdictsText(summary)
  const waiting =
    summary.not_agreed > 0 ? ` Ещё не согласовано: ${counted(summary.not_agreed, TARGETS)}.` : ''
  return `${summary.sentence}${verdicts && ` По целям — ${verdicts}.`}${waiting}`
}

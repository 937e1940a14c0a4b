/** Words of identification. */
import type {
  IdentificationLineRowOut,
  IdentificationRunOut,
  JudgedWorkOut,
  LowYearOut,
} from '@/api/generated/types.gen'
import { formatNumber, formatPercent, formatSigned, NO_DATA } from '@/lib/numbers'
import { counted, type Forms } from '@/lib/plural'
import type { StatusKind } from '@/ui/status'

export const SCHOOLS: Forms = ['школа', 'школы', 'школ']
export const PUPILS: Forms = ['ученик', 'ученика', 'учеников']

/** Colour marks work to be done: a verdict is a fact, an undecided school waits. */
export const KIND_OF_APPEAL: Record<string, StatusKind> = {
  submitted: 'due',
  under_review: 'run',
  satisfied: 'ok',
  rejected: 'ok',
  withdrawn: 'idle',
}

export const DECISION_WORDS = {
  listed: 'Включена в перечень',
  monitored: 'Под наблюдением',
  not_listed: 'Не включена в перечень',
} as const

export const ZONE_WORDS = {
  red: 'Красная зона',
  yellow: 'Жёлтая зона',
  green: 'Зелёная зона',
} as const

export const APPEAL_WORDS = {
  submitted: 'подано',
  under_review: 'рассматривается',
  satisfied: 'удовлетворено',
  rejected: 'отклонено',
  withdrawn: 'отозвано',
} as const

const IN_A_YEAR: Record<LowYearOut['status'], string> = {
  low_results: 'низкие',
  at_risk: 'риск',
  none: 'нет',
  no_data: NO_DATA,
  excluded: NO_DATA,
}

/** «2021: низкие, 2020: риск, 2019: —». */
export function historyText(history: readonly LowYearOut[]): string {
  return history.map(({ year, status }) => `${year}:\u00a0${IN_A_YEAR[status]}`).join(', ')
}

/** A probability is never said to be certain: «больше 99 %». */
export function chanceText(probability: number | null): string {
  if (probability === null) return NO_DATA
  if (probability > 0.99) return 'больше 99\u00a0%'
  if (probability < 0.01) return 'меньше 1\u00a0%'
  return formatPercent(probability)
}

/** «+11,7 п. п., выше порога на 2 ученика». */
export function marginText({ margin_pp, pupils_to_cross, is_low, is_enough }: JudgedWorkOut): string {
  if (margin_pp === null || pupils_to_cross === null) return NO_DATA
  const points = `${formatSigned(margin_pp, { digits: 1 })}\u00a0п.\u00a0п.`
  if (!is_enough) return points
  return `${points}, ${is_low ? 'выше' : 'ниже'} порога на ${counted(pupils_to_cross, PUPILS)}`
}

export function intervalText(low: number | null, high: number | null): string {
  if (low === null || high === null) return NO_DATA
  return `${formatNumber(low)}–${formatNumber(high)}\u00a0%`
}

/** «Низкие результаты: 6 школ из 36, решено о 2». */
export function summaryOf({ statuses, seen, decided, open_appeals }: IdentificationRunOut): string {
  const low = statuses.find(({ status }) => status === 'low_results')?.count ?? 0
  const waiting = open_appeals > 0 ? `, возражений без ответа: ${open_appeals}` : ''
  const settled = decided > 0 ? `Решение принято о\u00a0${decided}` : 'Решений ещё нет'
  return `По правилу низкие результаты у\u00a0${low} из ${counted(seen, ['школы', 'школ', 'школ'])}. ${settled}${waiting}.`
}

/** What the reader must know before he believes a verdict. */
export function cautionOf({ status, probability, marked }: IdentificationLineRowOut): string | null {
  if (marked.length > 0) return null
  if (probability === null || status === 'no_data' || status === 'excluded') return null
  if (status === 'low_results' && probability < 0.5) {
    return 'При таком числе учеников вердикт мог сложиться случайно.'
  }
  if (status !== 'low_results' && probability > 0.5) {
    return 'При таком числе учеников школа могла не попасть в перечень случайно.'
  }
  return null
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Words of signals and of the confirmation of marks. */
import type { SignalList, SignalShareOut } from '@/api/generated/types.gen'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { counted, type Forms } from '@/lib/plural'
import { PERCENT_FROM_N } from '@/lib/ratio'
import type { StatusKind } from '@/ui/status'
import type { State } from './signalsSearch'

export const SIGNALS: Forms = ['сигнал', 'сигнала', 'сигналов']
export const PROTOCOLS: Forms = ['протокол', 'протокола', 'протоколов']
export const ROWS: Forms = ['строка', 'строки', 'строк']
export const PUPILS: Forms = ['участник', 'участника', 'участников']
export const POINTS: Forms = ['балл', 'балла', 'баллов']

export const STATE_KIND: Record<State, StatusKind> = {
  open: 'ask',
  explained: 'ok',
  rechecked: 'ok',
  confirmed: 'frozen',
  dismissed: 'idle',
}

export const VERDICTS = [
  { value: 'explained', text: 'Объяснено: причина понятна' },
  { value: 'rechecked', text: 'Перепроверено: работы проверили ещё раз' },
  { value: 'confirmed', text: 'Подтвердилось: результат признан необъективным' },
  { value: 'dismissed', text: 'Отклонено: говорить не о чем' },
  { value: 'reopen', text: 'Вернуть в открытые' },
] as const
export type Action = (typeof VERDICTS)[number]['value']

export function summaryOf({ total, protocols, too_small, year }: SignalList): string {
  if (year === null) return 'Результатов ещё нет: смотреть не на что.'
  const few = too_small > 0 ? ` В ${too_small} из них участников слишком мало, чтобы судить.` : ''
  return `${counted(total, SIGNALS)} за ${year} год. Просмотрено: ${counted(protocols, PROTOCOLS)}.${few}`
}

/** «12,5 %» from 20 pupils on, «—» below and where nobody is. */
export function pctOf(share: SignalShareOut | null): string {
  if (share === null || share.n < PERCENT_FROM_N || share.pct === null) return NO_DATA
  return `${formatNumber(share.pct, { fixed: true })}\u00a0%`
}

export function countOf(share: SignalShareOut | null): string {
  return formatNumber(share?.count ?? null)
}

/** «от 8,1 до 23,4 %». */
export function intervalOf({ low_pct, high_pct, n }: SignalShareOut): string {
  if (n < PERCENT_FROM_N || low_pct === null || high_pct === null) return NO_DATA
  return `${formatNumber(low_pct, { fixed: true })}–${formatNumber(high_pct, { fixed: true })}\u00a0%`
}

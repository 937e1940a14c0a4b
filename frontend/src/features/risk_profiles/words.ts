import type { FactorOut, RiskProfileOut } from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import type { LevelValue } from '@/ui/Level'
import type { StatusKind } from '@/ui/status'

export type LevelCode = 'high' | 'medium' | 'low'
export type Source = 'survey' | 'school' | 'curator'

export const LEVELS: Record<LevelCode, LevelValue> = { low: 1, medium: 2, high: 3 }
export const KINDS: Record<string, StatusKind> = {
  agree: 'ok',
  partial: 'ok',
  differ: 'due',
  no_data: 'idle',
}
export const STATE_KINDS: Record<RiskProfileOut['state'], StatusKind> = {
  awaited: 'idle',
  formed: 'run',
  verification: 'run',
  verified: 'ok',
  locked: 'ok',
}
export const LEVEL_CHOICES: readonly { value: LevelCode; text: string }[] = [
  { value: 'high', text: 'Высокая' },
  { value: 'medium', text: 'Средняя' },
  { value: 'low', text: 'Низкая' },
]
export const SIDES = { curator: 'Куратор', school: 'Директор школы' } as const
export const SHORTEST_REASON = 3

/** The version the write is meant for. */
export const meantFor = ({ version }: RiskProfileOut) => ({ 'if-match': `"${version}"` })

type Counts = Pick<RiskProfileOut, 'agreed' | 'differing'> & { factors: readonly FactorOut[] }

/** «12 факторов: согласны по 10, расходятся по 2». */
export function summaryOf({ factors, agreed, differing }: Counts): string {
  const parts = [`согласны по\u00a0${agreed}`]
  if (differing > 0) parts.push(`расходятся по\u00a0${differing}`)
  const unknown = factors.length - agreed - differing
  if (unknown > 0) parts.push(`нет данных по\u00a0${unknown}`)
  return `${counted(factors.length, ['фактор', 'фактора', 'факторов'])}: ${parts.join(', ')}`
}

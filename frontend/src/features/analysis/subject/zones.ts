import type { FunnelPointOut } from '@/api/generated/types.gen'

/** «внутри границ», «выше границы 95 %», «ниже границы 99,8 %». */
export function zoneText({ zone, side }: Pick<FunnelPointOut, 'zone' | 'side'>): string {
  if (zone === 'inside') return 'внутри границ'
  const border = zone === 'outside_998' ? '99,8\u00a0%' : '95\u00a0%'
  return `${side === 'below' ? 'ниже' : 'выше'} границы ${border}`
}

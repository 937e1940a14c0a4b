/** Words of «Качество данных». */
import type { FindingOut, GroupOut, QualityOut } from '@/api/generated/types.gen'
import { counted, DAYS, type Forms } from '@/lib/plural'
import type { StatusKind } from '@/ui/status'
import type { Severity } from './qualitySearch'

export const FINDINGS: Forms = ['замечание', 'замечания', 'замечаний']
export const RULES: Forms = ['правило', 'правила', 'правил']
export const KIND_OF: Record<Severity, StatusKind> = { severe: 'late', warning: 'due', hint: 'ask' }
export const ONE_OF: Record<Severity, string> = {
  severe: 'Строгое',
  warning: 'Предупреждение',
  hint: 'Подсказка',
}

export function summaryOf({ total, checked, dismissed_total }: QualityOut, isDismissed: boolean): string {
  const found = isDismissed ? `Отклонено: ${total}` : `Сейчас ${counted(total, FINDINGS)}`
  const aside = !isDismissed && dismissed_total > 0 ? `, отклонено ${dismissed_total}` : ''
  return `${found}${aside}. Проверено: ${counted(checked, RULES)}.`
}

/** «показаны 20 из 230», or how many there are. */
export function shownOf({ items, total }: GroupOut): string {
  return items.length < total ? `показаны ${items.length} из ${total}` : counted(total, FINDINGS)
}

export function ageOf({ age_days }: FindingOut): string {
  return age_days > 0 ? counted(age_days, DAYS) : 'с сегодняшнего дня'
}

export function ownerOf({ owner_title, owner_person }: FindingOut): string {
  return owner_person ? `${owner_title}: ${owner_person}` : owner_title
}

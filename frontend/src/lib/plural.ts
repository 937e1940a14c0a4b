/** Russian plurals by the rules of Unicode; never «школ(ы)». */
import { formatNumber } from './numbers'

/** Forms for 1, 2 and 5: ['школа', 'школы', 'школ']. Fractions take the second: «1,5 школы». */
export type Forms = readonly [one: string, few: string, many: string]

const rules = new Intl.PluralRules('ru')

/** Picks the form that agrees with `count`; the number itself is not written. */
export function plural(count: number, [one, few, many]: Forms): string {
  switch (rules.select(Math.abs(count))) {
    case 'one':
      return one
    case 'many':
      return many
    default:
      return few
  }
}

/** The number with its word, never parted at the end of a line: «5 школ». */
export function counted(count: number, forms: Forms): string {
  return `${formatNumber(count)}\u00a0${plural(count, forms)}`
}

/** Forms for whole days, needed on every page that speaks of deadlines. */
export const DAYS: Forms = ['день', 'дня', 'дней']

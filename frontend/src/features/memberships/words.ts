/** Who counts today, who will, who did; and the sentence that says so. */
import type { MemberOut, PlanOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { counted, type Forms, plural } from '@/lib/plural'

export const SCHOOLS: Forms = ['школа', 'школы', 'школ']

interface Groups {
  now: MemberOut[]
  coming: MemberOut[]
  former: MemberOut[]
}

/** Periods by the day: a school that has come back stands among the present and among the former. */
export function groupsOf(items: readonly MemberOut[], today: string): Groups {
  const others = items.filter(({ is_member }) => !is_member)
  return {
    now: items.filter(({ is_member }) => is_member),
    coming: others.filter(({ joined_on }) => joined_on > today),
    former: others.filter(({ joined_on }) => joined_on <= today),
  }
}

/** «В проекте 3 школы на 17.03.2021.» Who does not keep the plan may see a part of them and is not told otherwise. */
export function summaryOf(count: number, today: string, mayManage: boolean): string {
  const day = `на ${formatDate(today)}`
  if (mayManage)
    return count === 0 ? `В проекте нет школ ${day}.` : `В проекте ${counted(count, SCHOOLS)} ${day}.`
  if (count === 0) return `Среди школ, которые вам видны, в проекте нет ни одной ${day}.`
  return `Вам ${plural(count, ['видна', 'видны', 'видно'])} ${counted(count, SCHOOLS)} проекта ${day}.`
}

/** The plan of the address, else the first one in force, else the first. */
export function planToShow(plans: readonly PlanOut[], asked: string | undefined): PlanOut | undefined {
  return (
    plans.find(({ id }) => id === asked) ??
    plans.find(({ editions }) => editions.some(({ state }) => state === 'in_force')) ??
    plans[0]
  )
}

/** Figures of tasks in words: counts for few pupils, a percent only where it means something. */
import type { TaskCompletionOut } from '@/api/generated/types.gen'
import { formatNumber, formatSigned, NO_DATA } from '@/lib/numbers'
import type { Forms } from '@/lib/plural'
import { PERCENT_FROM_N } from '@/lib/ratio'

export const PUPILS: Forms = ['участник', 'участника', 'участников']
export const SCHOOLS: Forms = ['школа', 'школы', 'школ']
export const HIDDEN = 'мало'
export const LEVEL_OF: Readonly<Record<string, string>> = {
  sufficient: 'достаточно',
  borderline: 'у границы',
  insufficient: 'ниже порога',
  no_level: 'порога нет',
  too_few: 'малая выборка',
  nobody: 'нет участников',
}
export const DIFFICULTIES: Readonly<Record<string, string>> = {
  Б: 'базовый',
  П: 'повышенный',
  В: 'высокий',
}

/** «58,3 %»; from few pupils «14 из 24 баллов»; «мало» where it is hidden. */
export function doneText(done: TaskCompletionOut, maximum: number, { unit = ' баллов' } = {}): string {
  const { kind, points, n, pct } = done
  if (kind === 'suppressed') return HIDDEN
  if (points === null || n === null || pct === null) return NO_DATA
  if (n < PERCENT_FROM_N) {
    return `${formatNumber(points)}\u00a0из\u00a0${formatNumber(n * maximum)}${unit.replace(' ', '\u00a0')}`
  }
  return percentText(pct)
}

/** «58,3 %» of a percent. */
export function percentText(pct: number | null): string {
  return pct === null ? NO_DATA : `${formatNumber(pct, { digits: 1, fixed: true })}\u00a0%`
}

/** «52,1–64,9 %». */
export function rangeText({ ci_low_pct, ci_high_pct }: TaskCompletionOut): string {
  if (ci_low_pct === null || ci_high_pct === null) return NO_DATA
  return `${formatNumber(ci_low_pct, { digits: 1, fixed: true })}–${percentText(ci_high_pct)}`
}

/** «+12,5 п. п., от +1,0 до +24,0». */
export function differenceText(delta: number, low: number, high: number): string {
  const [middle, from, to] = [delta, low, high].map((value) => formatSigned(value, { digits: 1 }))
  return `${middle}\u00a0п.\u00a0п., от\u00a0${from} до\u00a0${to}`
}

/** Which of five shades a completion has: 0 the lowest completion, 4 the highest. */
export function shadeOf(pct: number): number {
  return Math.min(4, Math.floor(pct / 20))
}

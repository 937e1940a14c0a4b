/** Counts among small schools: «2 из 3» always, a percent only where it means something. */
import { formatNumber, formatPercent } from './numbers'

/** Below this many cases a percent misleads: one pupil of seven moves it by 14 points. */
export const PERCENT_FROM_N = 20

/** «2 из 3», kept on one line. */
export function ratioText(met: number, total: number): string {
  return `${formatNumber(met)}\u00a0из\u00a0${formatNumber(total)}`
}

/** «2 из 3» for small groups, «15 из 40, 38 %» from `PERCENT_FROM_N`. */
export function ratioWithPercent(met: number, total: number): string {
  if (total < PERCENT_FROM_N) return ratioText(met, total)
  return `${ratioText(met, total)}, ${formatPercent(met / total)}`
}

/** Where a value stands on a drawing, and which round values its axis names. */

/** Values of `domain` → units of the drawing in `range`; outside of the domain the edge is drawn. */
export function linear(
  [first, last]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  const span = last - first || 1
  return (value) => {
    const part = Math.min(1, Math.max(0, (value - first) / span))
    return round(from + part * (to - from))
  }
}

const TOPS = [20, 40, 60, 80, 100]

/** The least round top of an axis of percents that holds every value: 20, 40 … 100. */
export function topOf(percents: readonly number[]): number {
  const most = Math.max(0, ...percents)
  return TOPS.find((top) => most <= top) ?? 100
}

const STEPS = [1, 2, 5]

/** Round values from 0 to `last`, not more than `atMost` of them after the 0. */
export function ticks(last: number, atMost: number): number[] {
  if (last <= 0 || atMost < 1) return [0]
  let power = 1
  for (;;) {
    for (const step of STEPS) {
      const width = step * power
      if (last / width <= atMost) {
        return Array.from({ length: Math.floor(last / width) + 1 }, (_, place) => place * width)
      }
    }
    power *= 10
  }
}

/** Tenths of a pixel are enough for a drawing and keep it short. */
function round(place: number): number {
  return Math.round(place * 10) / 10
}

/** Points of a funnel: schools with the same figures lie on one another and are drawn and told as one. */
import { counted, type Forms } from '@/lib/plural'

export interface FunnelPoint {
  id: string
  /** In full, as the list names it. */
  name: string
  n: number
  pct: number
  /** «5 из 13, выше границы 95 %». */
  said: string
  /** What the sentence is about; the rest is context. */
  isInk: boolean
  /** False where the page of the school is not for the reader. */
  canOpen: boolean
}

export interface FunnelMark {
  id: string
  /** «ГБОУ СОШ с. Васильевка: 5 из 13 …», or all the schools that lie here. */
  name: string
  /** For the label beside the point. */
  short: string
  n: number
  pct: number
  schools: number
  isInk: boolean
  canOpen: boolean
}

const SCHOOLS: Forms = ['школа', 'школы', 'школ']

/** One mark for each place, from the fewest participants on: the order of the arrows. */
export function gatherPoints(points: readonly FunnelPoint[]): FunnelMark[] {
  const places = new Map<string, FunnelPoint[]>()
  for (const point of points) {
    const key = `${point.n} ${point.pct}`
    places.set(key, [...(places.get(key) ?? []), point])
  }
  const marks = [...places.values()].map(markOf)
  return marks.sort((one, other) => one.n - other.n || one.pct - other.pct)
}

function markOf(here: readonly FunnelPoint[]): FunnelMark {
  // The one the sentence is about gives the mark its name, its colour and its link.
  const first = here.find(({ isInk }) => isInk) ?? here[0]
  if (!first) throw new Error('a place of the funnel without a school')
  const isOne = here.length === 1
  const names = here.map(({ name }) => name).join('; ')
  return {
    id: first.id,
    name: isOne
      ? `${first.name}: ${first.said}`
      : `${counted(here.length, SCHOOLS)}, в\u00a0каждой ${first.said}: ${names}`,
    short: isOne ? first.name : `${first.name} и\u00a0ещё ${here.length - 1}`,
    n: first.n,
    pct: first.pct,
    schools: here.length,
    isInk: first.isInk,
    canOpen: isOne && first.canOpen,
  }
}

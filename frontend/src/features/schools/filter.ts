/** Which schools are listed: what the address holds and what is asked of the server. */
import type { ListSchoolsData } from '@/api/generated/types.gen'

type Query = NonNullable<ListSchoolsData['query']>

/** One choice at a time; the words are those of the chips and of the empty list. */
export const SHOWS = [
  { value: 'all', text: 'Все', query: {} },
  { value: 'low_results', text: 'ОО с НОР', query: { low_results: true } },
  { value: 'project', text: 'Проект 500+', query: { in_project: true } },
  { value: 'red', text: 'Красная зона', query: { zone: 'red' } },
  { value: 'yellow', text: 'Жёлтая зона', query: { zone: 'yellow' } },
  { value: 'green', text: 'Зелёная зона', query: { zone: 'green' } },
] as const satisfies readonly { value: string; text: string; query: Query }[]

export type Show = (typeof SHOWS)[number]['value']

/** The search part of the address; what stands by default is left out of it. */
export interface SchoolFilter {
  q?: string
  show?: Exclude<Show, 'all'>
}

const MAX_LENGTH = 100

/** Reads the address; whatever it does not know is dropped, so that an old link still opens the list. */
export function readFilter(search: Record<string, unknown>): SchoolFilter {
  const filter: SchoolFilter = {}
  // A number in the address («№ 104») arrives as a number.
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q).trim() : ''
  if (q) filter.q = q.slice(0, MAX_LENGTH)
  const show = SHOWS.find(({ value }) => value === search.show)?.value
  if (show && show !== 'all') filter.show = show
  return filter
}

/** The query of the list for a filter. */
export function queryOf({ q, show }: SchoolFilter): Query {
  const chosen = SHOWS.find(({ value }) => value === show)?.query ?? {}
  return q ? { ...chosen, q } : { ...chosen }
}

/** The conditions in words: «„бинар“ и „Красная зона“»; empty when there are none. */
export function conditionsOf({ q, show }: SchoolFilter): string[] {
  const chosen = SHOWS.find(({ value }) => value === show)
  return [...(q ? [`«${q}» в названии или коде`] : []), ...(chosen ? [`«${chosen.text}»`] : [])]
}

/** Which documents are listed: what the address holds. */
import { STATES, type State } from './words'

export interface QueueFilter {
  /** `all` = every document of the reader's schools; by default only what waits for him. */
  show?: 'all'
  state?: State
  kind?: string
}

const CODE = /^[a-z_]{1,60}$/

/** Reads the address; whatever it does not know is dropped, so that an old link still opens the list. */
export function readQueue(search: Record<string, unknown>): QueueFilter {
  const filter: QueueFilter = {}
  if (search.show === 'all') filter.show = 'all'
  const state = STATES.find(({ value }) => value === search.state)?.value
  if (state && filter.show) filter.state = state
  if (typeof search.kind === 'string' && CODE.test(search.kind)) filter.kind = search.kind
  return filter
}

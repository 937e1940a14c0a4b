/** Which uploads are listed, and what of one upload is looked at: both stay in the address. */
import type { UploadOut } from '@/api/generated/types.gen'
import type { StatusKind } from '@/ui/status'

export const SHOWS = [
  { value: 'all', text: 'Все' },
  { value: 'parsing', text: 'Проверяются', kind: 'run' },
  { value: 'screened', text: 'Ждут решения', kind: 'due' },
  { value: 'committed', text: 'Приняты', kind: 'ok' },
  { value: 'failed', text: 'Не прочитаны', kind: 'late' },
  { value: 'cancelled', text: 'Отменены', kind: 'idle' },
  { value: 'reverted', text: 'Откачены', kind: 'idle' },
] as const satisfies readonly { value: UploadOut['state'] | 'all'; text: string; kind?: StatusKind }[]

export type Show = (typeof SHOWS)[number]['value']

export interface UploadsSearch {
  state?: Exclude<Show, 'all'>
}

/** Reads the address; whatever it does not know is dropped, so that an old link still opens the list. */
export function readUploadsSearch(search: Record<string, unknown>): UploadsSearch {
  const state = SHOWS.find(({ value }) => value === search.state)?.value
  return state && state !== 'all' ? { state } : {}
}

/** Issues of one upload: by kinds (the default) or row by row, of one rule or of all. */
export interface UploadSearch {
  issues?: 'rows'
  rule?: string
}

const MAX_RULE = 60

export function readUploadSearch(search: Record<string, unknown>): UploadSearch {
  const rule = typeof search.rule === 'string' ? search.rule.slice(0, MAX_RULE) : ''
  return { ...(search.issues === 'rows' && { issues: 'rows' }), ...(rule && { rule }) }
}

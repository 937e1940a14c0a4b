/** Words of acts and editions, shared by the pages of the feature. */
import type { ActOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { Forms } from '@/lib/plural'
import type { StatusKind } from '@/ui/status'

export const ROWS: Forms = ['строка', 'строки', 'строк']
export const ROWS_ACCUSATIVE: Forms = ['строку', 'строки', 'строк']
export const SECTIONS: Forms = ['раздел', 'раздела', 'разделов']
export const QUESTIONS: Forms = ['вопрос', 'вопроса', 'вопросов']

/** Names of what may not be done until the server says so: see `allowed_actions`. */
export const PERMISSION = 'manage_plans'

/** «распоряжение от 12.02.2021 № 64-од». */
export function actWords({ kind, number, signed_on }: Pick<ActOut, 'kind' | 'number' | 'signed_on'>): string {
  return `${kind} от ${formatDate(signed_on)} № ${number}`
}

interface StateWords {
  kind: StatusKind
  text: string
}

const STATES: Record<string, StateWords> = {
  draft: { kind: 'run', text: 'Черновик' },
  in_force: { kind: 'ok', text: 'Действует' },
  superseded: { kind: 'idle', text: 'Заменена' },
  closed: { kind: 'idle', text: 'Закрыта' },
}

/** Shape and word of the state of an edition. */
export function stateOf(state: string): StateWords {
  return STATES[state] ?? { kind: 'idle', text: state }
}

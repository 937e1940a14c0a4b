/** What an edition changed, in sentences. */
import type { EditionDiffOut, EditionRefOut, RowDiffOut } from '@/api/generated/types.gen'
import { counted, plural } from '@/lib/plural'
import { ROWS } from '../words'
import type { DiffSearch } from './diffSearch'

type Counts = Pick<EditionDiffOut, 'same' | 'changed' | 'added' | 'removed'>

/** «22 строки без изменений, 3 изменены, 1 добавлена.» */
export function diffSentence({ same, changed, added, removed }: Counts): string {
  if (changed + added + removed === 0) {
    return same === 0 ? 'В обеих редакциях нет строк.' : `${counted(same, ROWS)}, все без изменений.`
  }
  const parts = [
    same > 0 && `${counted(same, ROWS)} без изменений`,
    changed > 0 && `${changed} ${plural(changed, ['изменена', 'изменены', 'изменено'])}`,
    added > 0 && `${added} ${plural(added, ['добавлена', 'добавлены', 'добавлено'])}`,
    removed > 0 && `${removed} ${plural(removed, ['исключена', 'исключены', 'исключено'])}`,
  ]
  const words = parts.filter((part) => part !== false).join(', ')
  // Where nothing stayed as it was the first number needs its word.
  return `${same > 0 ? words : `Строки: ${words}`}.`
}

/** «Редакция 2, распоряжение от 12.02.2021 № 64-од». */
export function editionWords({ number, words, state }: EditionRefOut): string {
  return state === 'draft' ? `черновик редакции ${number}` : `редакция ${number}, ${words}`
}

/** The rows to show; a moved row differs too, though its words are the same. */
export function shownRows(rows: readonly RowDiffOut[], show: DiffSearch['show']): RowDiffOut[] {
  if (show === 'all') return [...rows]
  if (show === undefined) return rows.filter((row) => row.kind !== 'same' || row.is_moved)
  return rows.filter((row) => row.kind === show)
}

const KINDS = {
  same: { sign: '=', text: 'без изменений' },
  changed: { sign: '~', text: 'изменена' },
  added: { sign: '+', text: 'добавлена' },
  removed: { sign: '−', text: 'исключена' },
} as const

export function kindWords({ kind, is_moved, before_number, after_number }: RowDiffOut): {
  sign: string
  text: string
} {
  const { sign, text } = KINDS[kind]
  if (!is_moved) return { sign, text }
  const moved =
    before_number !== after_number
      ? `была ${before_number}, стала ${after_number}`
      : 'перенесена в другое место'
  return { sign: kind === 'same' ? '~' : sign, text: kind === 'same' ? moved : `${text}, ${moved}` }
}

/** One field of a visit: what is typed here and has not arrived yet stands before what the server has. */
import type { VisitEntryValue, VisitOut } from '@/api/generated/types.gen'
import { useChanges, write } from '@/api/offline/queue'
import type { Change } from '@/api/offline/store'
import { useTyped } from './useTyped'

export interface Entry {
  value: VisitEntryValue
  change: Change | undefined
  isEditable: boolean
  savedAt: string | null
  person: string | null
  set: (part: Partial<VisitEntryValue>) => void
}

const EMPTY: VisitEntryValue = { text: '', choice: null, number: null }

export function useEntry(kit: VisitOut, field: string): Entry {
  const visit = kit.id
  const change = useChanges(visit).find(({ kind, name }) => kind === 'entry' && name === field)
  const saved = kit.entries.find((entry) => entry.field === field)
  const isAnswer = field.startsWith('answer:')
  const kept = { ...EMPTY, ...((change?.value ?? saved?.value ?? {}) as Partial<VisitEntryValue>) }
  const [text, remember] = useTyped(kept.text ?? '')
  const value = { ...kept, text }
  return {
    value,
    change,
    isEditable: kit.editable_fields.includes(field),
    savedAt: saved?.changed_at ?? null,
    person: saved?.person_name ?? null,
    set: (part) => {
      const next = { ...value, ...part }
      if (typeof part.text === 'string') remember(part.text)
      void write(visit, 'entry', field, saved?.version ?? 0, isAnswer ? next : { text: next.text })
    },
  }
}

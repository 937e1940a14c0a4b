/** What is typed and not yet on the server, kept in the browser: it outlives a reload and an evening without network. */
import type { DraftDocument } from '@/api/generated/types.gen'

export interface Kept {
  /** The version of the server these words were written over. */
  version: number
  document: DraftDocument
  /** When it was kept, an instant. */
  at: string
}

export interface Keeper {
  read: () => Kept | null
  keep: (kept: Omit<Kept, 'at'>) => void
  forget: () => void
}

/** The keeper of one draft for one person: somebody else at the same screen does not get these words. */
export function keeperOf(personId: string, editionId: string): Keeper {
  const key = `marshrut.draft.${personId}.${editionId}`
  return {
    read: () => attempt(() => parsed(localStorage.getItem(key))) ?? null,
    keep: (kept) =>
      attempt(() => localStorage.setItem(key, JSON.stringify({ ...kept, at: new Date().toISOString() }))),
    forget: () => attempt(() => localStorage.removeItem(key)),
  }
}

function parsed(text: string | null): Kept | null {
  const kept: unknown = text === null ? null : JSON.parse(text)
  if (typeof kept !== 'object' || kept === null) return null
  const { version, document, at } = kept as Partial<Kept>
  return typeof version === 'number' && Array.isArray(document?.sections) && typeof at === 'string'
    ? { version, document, at }
    : null
}

/** Storage may be forbidden or full: the words stay on the page then. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

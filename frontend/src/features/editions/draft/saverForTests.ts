/** A server of drafts without a network, for tests of saving. */
import { vi } from 'vitest'
import type { DraftDocument, DraftOut } from '@/api/generated/types.gen'
import { Problem } from '@/api/problems'
import { aDraft, keyOf } from '../draftForTests'
import { afterEvent, type DraftEvent, rowsOf } from './document'
import { keeperOf } from './keeper'
import { DraftSaver } from './saver'

const stale = () =>
  new Problem({ status: 412, title: 'Документ уже изменён', text: '', slug: 'stale-version' })
export const edited = (document: DraftDocument, ...events: DraftEvent[]) =>
  events.reduce(afterEvent, { document, deleted: [] }).document
export const titled = (number: string, title: string): DraftEvent => ({
  type: 'set-row',
  key: keyOf(number),
  change: { title },
})
export const titles = (document: DraftDocument) => rowsOf(document).map(({ title }) => title)

/** A server that keeps the last document and refuses other versions than its own. */
export function aServer(draft = aDraft()) {
  let stored = draft
  const versions: number[] = []
  const send = vi.fn(async (document: DraftDocument, version: number): Promise<DraftOut> => {
    versions.push(version)
    if (version !== stored.version) throw stale()
    stored = { ...stored, document, version: version + 1, changed_by: 'Я' }
    return stored
  })
  return {
    send,
    versions,
    read: vi.fn(async () => stored),
    stored: () => stored,
    /** Somebody else saves. */
    saveElsewhere: (document: DraftDocument) => {
      stored = { ...stored, document, version: stored.version + 1, changed_by: 'Петрова П. П.' }
    },
  }
}

export function aSaver(server = aServer(), older: DraftDocument | null = null) {
  const draft = server.stored()
  const keeper = keeperOf('me', draft.edition_id)
  const onSaved = vi.fn()
  const saver = new DraftSaver({ draft, send: server.send, read: server.read, onSaved, keeper, older })
  return { saver, server, keeper, onSaved, draft }
}

/**
 * What is kept in this browser for work without a network: whole visits, and what was typed there and has not
 * arrived yet. Everything lies under the person it belongs to: nobody else at this screen sees it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { MeOut, VisitOut } from '../generated/types.gen'

export type ChangeKind = 'entry' | 'finding' | 'file'

/** One field, finding or photo on its way to the server. */
export interface Change {
  /** `person/visit/kind/name`: a newer value of the same thing takes the place of an older one. */
  id: string
  person: string
  visit: string
  kind: ChangeKind
  /** The field, or the id the device has given to the finding or photo. */
  name: string
  /** The version the writer has seen; 0 = there was none. */
  base: number
  value: unknown
  typedAt: string
  state: 'waiting' | 'conflict' | 'refused'
  /** What stands on the server instead, when somebody else was faster. */
  theirs?: unknown
  reason?: string
  /** Values that were sent without an answer coming back: one of them may have arrived all the same. */
  unsure?: readonly unknown[]
  /** The browser keeps no storage: it is lost with the tab. */
  isInTab?: boolean
}

interface Kit {
  id: string
  person: string
  visit: VisitOut
  keptAt: string
}

interface Schema extends DBSchema {
  people: { key: string; value: { id: string; me: MeOut } }
  kits: { key: string; value: Kit }
  changes: { key: string; value: Change }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('marshrut', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('people', { keyPath: 'id' })
      fresh.createObjectStore('kits', { keyPath: 'id' })
      fresh.createObjectStore('changes', { keyPath: 'id' })
    },
  })
  return opened
}

/** Keeps a visit as it was last seen, and who has seen it; without storage the visit is only on the screen. */
export async function keepKit(me: MeOut, visit: VisitOut): Promise<void> {
  try {
    const store = await database()
    const id = `${me.id}/${visit.id}`
    await store.put('kits', { id, person: me.id, visit, keptAt: new Date().toISOString() })
    // One person works without a network on one device: the last one.
    await store.put('people', { id: 'last', me })
  } catch {
    // No storage, or no room in it.
  }
}

export async function keptKit(person: string, visit: string): Promise<VisitOut | null> {
  try {
    return (await (await database()).get('kits', `${person}/${visit}`))?.visit ?? null
  } catch {
    return null
  }
}

/** Mends the kept visit with what has arrived since: without a network it must not show older words. */
export async function mendKit(
  person: string,
  visit: string,
  mend: (kit: VisitOut) => VisitOut,
): Promise<void> {
  try {
    const { store, done } = (await database()).transaction('kits', 'readwrite')
    const kit = await store.get(`${person}/${visit}`)
    if (kit) await store.put({ ...kit, visit: mend(kit.visit) })
    await done
  } catch {
    // As in keepKit.
  }
}

/** Who worked here last and has something to work on without a network. */
export async function lastPerson(): Promise<MeOut | null> {
  try {
    return (await (await database()).get('people', 'last'))?.me ?? null
  } catch {
    return null
  }
}

let isPersistenceAsked = false

/** Asks once that the browser may not clear its storage by itself when room is short. */
export function askToPersist(): void {
  if (isPersistenceAsked) return
  isPersistenceAsked = true
  // Only on https and localhost; a refusal changes nothing but the promise.
  void navigator.storage?.persist?.().catch(() => false)
}

/** Somebody has come in: what others have looked at goes, what they have typed waits for them. */
export async function forgetOthers(person: string): Promise<void> {
  try {
    const store = await database()
    const kits = await store.getAll('kits')
    await Promise.all(kits.filter((kit) => kit.person !== person).map(({ id }) => store.delete('kits', id)))
    const last = await store.get('people', 'last')
    if (last && last.me.id !== person) await store.delete('people', 'last')
  } catch {
    // Nothing was kept.
  }
}

/** What is typed where the browser forbids its storage or has no room: it lives as long as the tab. */
const inTab = new Map<string, Change>()

export async function changesOf(person: string): Promise<Change[]> {
  const all = new Map<string, Change>()
  try {
    for (const change of await (await database()).getAll('changes')) all.set(change.id, change)
  } catch {
    // Only what is in the tab.
  }
  for (const [id, change] of inTab) all.set(id, change)
  return [...all.values()]
    .filter((change) => change.person === person)
    .sort((a, b) => a.typedAt.localeCompare(b.typedAt))
}

/** Makes a change anew from what it is now, in one step: nothing typed meanwhile is overwritten. Undefined = gone. */
export async function updateChange(
  id: string,
  make: (now: Change | undefined) => Change | undefined,
): Promise<Change | undefined> {
  try {
    const { store, done } = (await database()).transaction('changes', 'readwrite')
    const now = inTab.get(id) ?? (await store.get(id))
    const next = make(now)
    // A photo is not written anew for nothing.
    if (next === now) return now
    await Promise.all([next ? store.put({ ...next, isInTab: false }) : store.delete(id), done])
    inTab.delete(id)
    return next
  } catch {
    const next = make(inTab.get(id))
    if (next) inTab.set(id, { ...next, isInTab: true })
    else inTab.delete(id)
    return next
  }
}

/** Leaves nothing of this person but what has not arrived yet. */
export async function forgetKits(): Promise<void> {
  try {
    const store = await database()
    await Promise.all([store.clear('kits'), store.clear('people')])
  } catch {
    // Nothing was kept.
  }
}

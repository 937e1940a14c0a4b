/**
 * What was typed at a visit goes here first and travels when it can: online at once, else when the network is back.
 * Nothing is ever lost: a refusal or a newer text of somebody else is kept beside it until the person decides.
 */
import { useSyncExternalStore } from 'react'
import { deliver } from './delivery'
import { withSaved } from './kit'
import { isReady, versionOf } from './sending'
import {
  askToPersist,
  type Change,
  type ChangeKind,
  changesOf,
  forgetOthers,
  mendKit,
  updateChange,
} from './store'

export type { Photo } from './sending'

const REST_MS = 700
/** After the first failure, the second … */
const AGAIN_MS = [5_000, 15_000, 60_000] as const

type Listener = () => void
/** Told what the server has now: the page puts it into what it shows. */
type Arrived = (change: Change, saved: unknown) => void

let person: string | null = null
let mirror: readonly Change[] = []
/** Grows with every writing: what was read from the storage before it is out of date. */
let writings = 0
let lastStamp = 0
/** Versions made from here: the page may not have heard of them yet when the next letter is typed. */
const made = new Map<string, number>()
let running: Promise<void> | null = null
let isAsked = false
let attempt = 0
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<Listener>()
const arrivals = new Set<Arrived>()

// Tabs of one browser share the storage: each hears what another has written or what has arrived for it.
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('marshrut.offline')
tabs?.addEventListener('message', ({ data }: MessageEvent<{ change?: Change; saved?: unknown }>) => {
  const { change, saved } = data
  if (change && change.person === person) for (const listener of arrivals) listener(change, saved)
  void reload()
})

/** Loads what this person has waiting and begins to send it. */
export async function openQueue(personId: string): Promise<void> {
  if (person !== personId) await forgetOthers(personId)
  person = personId
  await reload()
  void syncNow()
}

/** Nobody is at the screen any more: what waits is sent when its writer comes again. */
export function closeQueue(): void {
  clearTimeout(timer)
  person = null
  mirror = []
  tell()
}

export function useChanges(visit?: string): readonly Change[] {
  const all = useSyncExternalStore(subscribe, () => mirror)
  return visit === undefined ? all : all.filter((change) => change.visit === visit)
}

/** Can nothing be sent now, by lack of network or because the last attempt failed? */
export function useIsHeld(): boolean {
  return useSyncExternalStore(subscribe, () => attempt > 0 || !navigator.onLine)
}

export function onArrival(listener: Arrived): () => void {
  arrivals.add(listener)
  return () => arrivals.delete(listener)
}

/** Writes down what was typed; the version that was seen first stays the one it is meant for. */
export async function write(
  visit: string,
  kind: ChangeKind,
  name: string,
  base: number,
  value: unknown,
): Promise<void> {
  if (person === null) return
  askToPersist()
  const id = `${person}/${visit}/${kind}/${name}`
  const typedAt = stamp()
  const seen = Math.max(base, made.get(id) ?? 0)
  const fresh: Change = { id, person, visit, kind, name, base: seen, value, typedAt, state: 'waiting' }
  // What is waiting keeps the version it was begun from; what is disputed stays so until the person has chosen.
  await keep(id, (now) => (now && now.state !== 'refused' ? { ...now, value, typedAt } : fresh))
  // Not at every letter: when the hand rests.
  clearTimeout(timer)
  timer = setTimeout(() => void syncNow(), REST_MS)
}

/** The person has decided: his text (perhaps mended) goes over theirs, or theirs stays. */
export async function settle(change: Change, value: unknown | null): Promise<void> {
  if (value === null) {
    await arrive(change, change.theirs ?? null)
    return discard(change)
  }
  const decided = { base: versionOf(change.theirs), value, typedAt: stamp(), state: 'waiting' } as const
  await keep(change.id, (now) => ({ ...(now ?? change), ...decided, theirs: undefined, unsure: undefined }))
  void syncNow()
}

/** The person does not want it any more. */
export async function discard(change: Change): Promise<void> {
  await keep(change.id, () => undefined)
}

/** Sends what waits, one after another; asked in the middle of it, it goes through once more. */
export function syncNow(): Promise<void> {
  isAsked = true
  running ??= syncWhileAsked().finally(() => {
    running = null
  })
  return running
}

async function syncWhileAsked(): Promise<void> {
  while (isAsked && person !== null && navigator.onLine) {
    isAsked = false
    clearTimeout(timer)
    attempt = (await sendAlone(person)) ? 0 : attempt + 1
    await reload()
  }
  tell()
  if (mirror.some((change) => isReady(change, mirror))) {
    timer = setTimeout(() => void syncNow(), AGAIN_MS[Math.min(Math.max(attempt, 1), AGAIN_MS.length) - 1])
  }
}

/** Two tabs never send at once: the other one goes through everything too. */
async function sendAlone(sender: string): Promise<boolean> {
  // Web Locks exist only on https and localhost.
  if (!navigator.locks) return sendAll(sender)
  try {
    return await navigator.locks.request('marshrut.offline', { ifAvailable: true }, (lock) =>
      lock ? sendAll(sender) : true,
    )
  } catch {
    // The lock was taken away: tried again as after a failure of the network.
    return false
  }
}

globalThis.addEventListener?.('online', () => void syncNow())
globalThis.addEventListener?.('offline', tell)
// A phone stops the clocks of a page that is not in sight.
globalThis.document?.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void syncNow()
})

/** Returns false when something could not be sent for now. */
async function sendAll(sender: string): Promise<boolean> {
  const order: ChangeKind[] = ['entry', 'finding', 'file']
  let isDone = true
  for (const kind of order) {
    const all = await changesOf(sender)
    const ready = all.filter((change) => change.kind === kind && isReady(change, all))
    for (const { id } of ready) {
      // A log-out in the middle: the rest would go under another name.
      if (person !== sender) return true
      const outcome = await deliver(id, arrive)
      if (outcome === 'later') return false
      if (outcome === 'failed') isDone = false
      await reload()
    }
  }
  return isDone
}

/** The kept visit, this page and the other tabs learn what the server has now. */
async function arrive(change: Change, saved: unknown): Promise<void> {
  made.set(change.id, versionOf(saved))
  await mendKit(change.person, change.visit, (kit) => withSaved(kit, change, saved))
  for (const listener of arrivals) listener(change, saved)
  tabs?.postMessage({ change: { ...change, value: null, unsure: undefined }, saved })
}

/** Changes the screen at once and the storage behind it. */
async function keep(id: string, make: (now: Change | undefined) => Change | undefined): Promise<void> {
  writings += 1
  const next = make(mirror.find((change) => change.id === id))
  mirror = [...mirror.filter((change) => change.id !== id), ...(next ? [next] : [])]
  tell()
  await updateChange(id, make)
  writings += 1
  await reload()
  tabs?.postMessage({})
}

/** Reads the storage anew until nothing has been typed meanwhile: a letter must not vanish from under the hand. */
async function reload(): Promise<void> {
  let seen: number
  let found: readonly Change[]
  do {
    seen = writings
    found = person === null ? [] : await changesOf(person)
  } while (seen !== writings)
  mirror = found
  tell()
}

/** Each later than the one before: two letters within a millisecond are told apart. */
function stamp(): string {
  lastStamp = Math.max(Date.now(), lastStamp + 1)
  return new Date(lastStamp).toISOString()
}

function subscribe(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}

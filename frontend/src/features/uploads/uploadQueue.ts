/**
 * Files on their way to the server, one after another. The queue outlives the page: who drops ten files and
 * goes to look at a school finds them sent. It lives in memory only, since a browser keeps no files over a reload.
 */
import { useSyncExternalStore } from 'react'
import { asProblem, type Problem } from '@/api/problems'
import { type SentUpload, sendUpload, type UploadWishes } from '@/api/upload'

export interface QueuedFile {
  id: number
  file: File
  /** As chosen when the file was taken; a later change is for later files. */
  wishes: UploadWishes
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  /** Percent on the way, 0…100. */
  percent: number
  sent: SentUpload | null
  problem: Problem | null
}

export type QueueEvent =
  | { type: 'add'; files: readonly File[]; wishes: UploadWishes; firstId: number }
  | { type: 'remove'; id: number }
  | { type: 'start' | 'again'; id: number }
  | { type: 'progress'; id: number; percent: number }
  | { type: 'sent'; id: number; sent: SentUpload }
  | { type: 'fail'; id: number; problem: Problem }

/** What the queue becomes after an event; an event about a removed file changes nothing. */
export function afterEvent(queue: readonly QueuedFile[], event: QueueEvent): readonly QueuedFile[] {
  if (event.type === 'add') {
    const added = event.files.map(
      (file, place): QueuedFile => ({
        id: event.firstId + place,
        file,
        wishes: event.wishes,
        state: 'waiting',
        percent: 0,
        sent: null,
        problem: null,
      }),
    )
    // What has arrived is in the list of uploads below; a new choice makes room for itself.
    return [...queue.filter(({ state }) => state !== 'sent'), ...added]
  }
  if (event.type === 'remove') return queue.filter(({ id }) => id !== event.id)
  return queue.map((item) => (item.id === event.id ? { ...item, ...changeOf(event) } : item))
}

function changeOf(event: Exclude<QueueEvent, { type: 'add' | 'remove' }>): Partial<QueuedFile> {
  switch (event.type) {
    case 'start':
      return { state: 'sending', percent: 0, problem: null }
    case 'again':
      return { state: 'waiting', percent: 0, problem: null }
    case 'progress':
      return { percent: event.percent }
    case 'sent':
      return { state: 'sent', percent: 100, sent: event.sent }
    case 'fail':
      return { state: 'failed', problem: event.problem }
  }
}

let queue: readonly QueuedFile[] = []
let nextId = 1
let owner: string | null = null
let giveUp: { id: number; controller: AbortController } | null = null
const listeners = new Set<() => void>()

/** The queue of the person; somebody else at the same screen never sees the files of the former one. */
export function useUploadQueue(personId: string): readonly QueuedFile[] {
  if (owner !== personId) {
    owner = personId
    giveUp?.controller.abort()
    queue = []
  }
  return useSyncExternalStore(subscribe, () => queue)
}

export function addFiles(files: readonly File[], wishes: UploadWishes): void {
  tell({ type: 'add', files, wishes, firstId: nextId })
  nextId += files.length
  void sendNext()
}

/** Takes a file out of the queue; one that is being sent is stopped. */
export function removeFile(id: number): void {
  if (giveUp?.id === id) giveUp.controller.abort()
  tell({ type: 'remove', id })
}

export function sendAgain(id: number): void {
  tell({ type: 'again', id })
  void sendNext()
}

async function sendNext(): Promise<void> {
  // One at a time: several at once would only share the same line.
  if (giveUp) return
  const next = queue.find(({ state }) => state === 'waiting')
  if (!next) return
  const controller = new AbortController()
  giveUp = { id: next.id, controller }
  tell({ type: 'start', id: next.id })
  try {
    const sent = await sendUpload(next.file, next.wishes, {
      signal: controller.signal,
      onProgress: (percent) => tell({ type: 'progress', id: next.id, percent }),
    })
    tell({ type: 'sent', id: next.id, sent })
  } catch (error) {
    if (!controller.signal.aborted) tell({ type: 'fail', id: next.id, problem: asProblem(error) })
  } finally {
    giveUp = null
  }
  void sendNext()
}

function tell(event: QueueEvent): void {
  queue = afterEvent(queue, event)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

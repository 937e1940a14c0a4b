/** The worker that keeps the page for work without a network; a new version waits until the person takes it. */
import { useSyncExternalStore } from 'react'

/** An installed application may stay open for days: it asks for a new version by itself. */
const ASK_AGAIN_MS = 60 * 60_000

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

/** Registers the worker where the browser can have one; not while the page is being developed. */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register('/sw.js')
    const offer = (worker: ServiceWorker | null) => {
      // The first worker is no new version: there was none before it.
      if (!worker || !navigator.serviceWorker.controller) return
      waiting = worker
      for (const listener of listeners) listener()
    }
    offer(registration.waiting)
    setInterval(() => void registration.update().catch(() => {}), ASK_AGAIN_MS)
    registration.addEventListener('updatefound', () => {
      const fresh = registration.installing
      fresh?.addEventListener('statechange', () => {
        if (fresh.state === 'installed') offer(fresh)
      })
    })
  } catch {
    // Without a worker everything works but for the network.
  }
}

export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting !== null,
  )
}

/** The new version takes over and the page is read anew; what was typed lies in drafts and in the queue. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage({ type: 'SKIP_WAITING' })
}

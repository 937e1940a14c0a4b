/** Who is at the screen: log-in, silent renewal, log-in in place, log-out. */
import { useSyncExternalStore } from 'react'
import { createToken, logOut, refreshToken } from './generated/sdk.gen'
import { Problem } from './problems'
import { connectSession, renewOnce, setAccessToken } from './transport'

interface SessionState {
  phase: 'unknown' | 'signed-in' | 'signed-out'
  /** True while a request waits for the person to log in again over the page. */
  isAsking: boolean
}

/** Not a secret: only saves a request that is bound to fail when nobody has ever logged in here. */
const TRACE = 'marshrut.signed-in'

let state: SessionState = { phase: 'unknown', isAsking: false }
/** Whose page this is: the cookie is shared by all tabs, and somebody else may have logged in in another one. */
let owner: string | null = null
let question: { answer: Promise<boolean>; resolve: (isSignedIn: boolean) => void } | null = null
const listeners = new Set<() => void>()

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state)
}

/** Finds out at the start of the page whether the cookie still holds a session; throws a Problem offline. */
export async function restoreSession(): Promise<boolean> {
  if (state.phase === 'unknown') {
    if (!hasTrace()) become('signed-out')
    else await renewOnce()
  }
  return state.phase === 'signed-in'
}

/** Without a network: the person whose visits lie in this browser works on; the first answer asks for the session. */
export function workOffline(personId: string): void {
  owner = personId
  become('signed-in')
}

/** Logs in; throws a Problem (401 when the pair is wrong, 429 when tried too often). */
export async function signIn(login: string, password: string): Promise<void> {
  const { data } = await createToken({
    body: { grant_type: 'password', username: login, password },
    throwOnError: true,
  })
  enter(data.access_token)
  settle(true)
}

/** Ends the session here and on the server; without connection the cookie outlives it until it expires. */
export async function signOut(): Promise<void> {
  try {
    await logOut({ throwOnError: true })
  } finally {
    leave()
  }
}

/** The person closes the log-in in place and leaves: waiting requests fail with 401. */
export function declineToSignIn(): void {
  leave()
  settle(false)
}

connectSession({ renew: () => alone(renew), askToSignIn })

async function renew(): Promise<boolean> {
  try {
    const { data } = await refreshToken({ throwOnError: true })
    if (owner !== null && subjectOf(data.access_token) !== owner) {
      // Nothing typed here may go under another name: the log-in in place asks the person of this page.
      setAccessToken(null)
      return false
    }
    enter(data.access_token)
    return true
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    setAccessToken(null)
    // Someone at work keeps his page: the log-in in place will ask him.
    if (state.phase === 'unknown') leave()
    return false
  }
}

function askToSignIn(): Promise<boolean> {
  if (state.phase !== 'signed-in') return Promise.resolve(false)
  if (!question) {
    let resolve: (isSignedIn: boolean) => void = () => {}
    const answer = new Promise<boolean>((settled) => {
      resolve = settled
    })
    question = { answer, resolve }
    state = { ...state, isAsking: true }
    tell()
  }
  return question.answer
}

/**
 * Tabs share one cookie whose token works once: two renewals at a time would look like theft to the server
 * and end the session in both.
 */
function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  // Web Locks exist only on https and localhost.
  return navigator.locks ? navigator.locks.request('marshrut.renewal', work) : work()
}

function enter(token: string): void {
  owner = subjectOf(token)
  setAccessToken(token)
  storeTrace(true)
  become('signed-in')
}

function leave(): void {
  owner = null
  setAccessToken(null)
  storeTrace(false)
  become('signed-out')
}

/** Whom a token speaks of, null when it does not say. */
function subjectOf(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(
      atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')),
    )
    return (claims as { sub?: string }).sub ?? null
  } catch {
    return null
  }
}

function settle(isSignedIn: boolean): void {
  const asked = question
  question = null
  state = { ...state, isAsking: false }
  tell()
  asked?.resolve(isSignedIn)
}

function become(phase: SessionState['phase']): void {
  if (state.phase === phase) return
  state = { ...state, phase }
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function hasTrace(): boolean {
  try {
    return localStorage.getItem(TRACE) !== null
  } catch {
    return true
  }
}

function storeTrace(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(TRACE, '1')
    else localStorage.removeItem(TRACE)
  } catch {
    // Storage is forbidden: one request more at the start, nothing else.
  }
}

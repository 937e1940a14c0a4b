/**
 * How requests travel: with the access token, renewed in silence when it has expired, and with a log-in in
 * place when renewal is refused. Every other refusal is thrown as a Problem, so that nobody reads statuses.
 */
import { networkProblem, readProblem } from './problems'

interface SessionHooks {
  /** Asks for a new access token by the cookie; false when the session has ended. */
  renew: () => Promise<boolean>
  /** Asks the person to log in over the page; false when he would rather leave. */
  askToSignIn: () => Promise<boolean>
}

// In memory only: a script that got into the page must not find it in storage afterwards.
let accessToken: string | null = null
let hooks: SessionHooks | null = null
let renewal: Promise<boolean> | null = null

export function setAccessToken(token: string | null): void {
  accessToken = token
}

export function connectSession(session: SessionHooks): void {
  hooks = session
}

/** Renews the token once for all requests that wait; false when the session has ended. */
export function renewOnce(): Promise<boolean> {
  if (!hooks) return Promise.resolve(false)
  renewal ??= hooks.renew().finally(() => {
    renewal = null
  })
  return renewal
}

/** The `fetch` of the generated client: returns only successful answers, throws a Problem otherwise. */
export const transport: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  if (new URL(request.url).pathname.startsWith('/api/v1/auth/')) return await accepted(await reach(request))
  // A body can be read once: each attempt travels as a copy.
  return await authorised((token) => reach(withToken(request.clone(), token)))
}

/**
 * Makes a request as the person at the screen: `attempt` is repeated with a renewed token, then with the one
 * of a log-in in place. Returns only a successful answer, throws a Problem otherwise.
 */
export async function authorised(attempt: (token: string | null) => Promise<Response>): Promise<Response> {
  const token = accessToken
  let response = await attempt(token)
  if (response.status === 401) {
    const isRenewed = accessToken !== null && accessToken !== token ? true : await renewOnce()
    if (isRenewed) response = await attempt(accessToken)
  }
  if (response.status === 401 && (await hooks?.askToSignIn())) response = await attempt(accessToken)
  return await accepted(response)
}

function withToken(request: Request, token: string | null): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    // A cancelled request is nobody's failure: the query library expects to see it.
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw networkProblem()
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response
  throw await readProblem(response)
}

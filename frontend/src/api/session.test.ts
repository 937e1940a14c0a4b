import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

const at = (path: string) => `${window.location.origin}/api/v1${path}`
const refused = () => HttpResponse.json({ title: 'Нужно войти', status: 401 }, { status: 401 })
const token = (value: string) =>
  HttpResponse.json({ access_token: value, token_type: 'bearer', expires_in: 900 })
const me = { id: '1', login: 'petrova', full_name: 'Петрова П. П.', roles: [], permissions: [] }

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

// The session lives in modules, as it does in a tab: every test gets a fresh tab.
beforeEach(() => {
  vi.resetModules()
  localStorage.clear()
})

async function freshTab() {
  const session = await import('./session')
  const { getMe } = await import('./generated/sdk.gen')
  return { session, readMe: async () => (await getMe({ throwOnError: true })).data }
}

/** A server whose current access token is `valid`; returns the log of renewals. */
function serveWithToken(valid: { token: string }, renew: () => Response) {
  const renewals = vi.fn(renew)
  server.use(
    http.post(at('/auth/token'), () => token(valid.token)),
    http.post(at('/auth/refresh'), () => renewals()),
    http.get(at('/me'), ({ request }) =>
      request.headers.get('Authorization') === `Bearer ${valid.token}` ? HttpResponse.json(me) : refused(),
    ),
  )
  return renewals
}

test('requests that wait at the same time renew the token once', async () => {
  const valid = { token: 'first' }
  const renewals = serveWithToken(valid, () => token('second'))
  const { session, readMe } = await freshTab()
  await session.signIn('petrova', 'secret')

  valid.token = 'second'
  const answers = await Promise.all([readMe(), readMe(), readMe()])

  expect(answers).toHaveLength(3)
  expect(renewals).toHaveBeenCalledTimes(1)
})

test('when the session has ended the request waits for a log-in in place and then succeeds', async () => {
  const valid = { token: 'first' }
  serveWithToken(valid, refused)
  const { session, readMe } = await freshTab()
  await session.signIn('petrova', 'secret')

  valid.token = 'second'
  const answer = readMe()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await session.signIn('petrova', 'secret')

  expect((await answer).login).toBe('petrova')
})

test('who declines to log in gets the refusal instead of a request that hangs', async () => {
  const valid = { token: 'first' }
  serveWithToken(valid, refused)
  const { session, readMe } = await freshTab()
  await session.signIn('petrova', 'secret')

  valid.token = 'second'
  const answer = readMe()
  await new Promise((resolve) => setTimeout(resolve, 50))
  session.declineToSignIn()

  await expect(answer).rejects.toMatchObject({ status: 401 })
})

test('a stranger is not asked anything of the server at the start', async () => {
  const renewals = serveWithToken({ token: 'first' }, refused)
  const { session } = await freshTab()
  expect(await session.restoreSession()).toBe(false)
  expect(renewals).not.toHaveBeenCalled()
})

test('a reloaded page goes on by the cookie', async () => {
  serveWithToken({ token: 'second' }, () => token('second'))
  localStorage.setItem('marshrut.signed-in', '1')
  const { session, readMe } = await freshTab()
  expect(await session.restoreSession()).toBe(true)
  expect((await readMe()).login).toBe('petrova')
})

test('an unreachable server is not taken for the end of the session', async () => {
  serveWithToken({ token: 'first' }, () => HttpResponse.error())
  localStorage.setItem('marshrut.signed-in', '1')
  const { session } = await freshTab()
  await expect(session.restoreSession()).rejects.toMatchObject({
    status: null,
    title: 'Нет связи с сервером',
  })
  expect(localStorage.getItem('marshrut.signed-in')).toBe('1')
})

test('a refusal by rights is told as it is and asks no log-in', async () => {
  const { session, readMe } = await freshTab()
  serveWithToken({ token: 'first' }, refused)
  await session.signIn('petrova', 'secret')
  server.use(
    http.get(at('/me'), () =>
      HttpResponse.json(
        { type: 'https://x/problems/forbidden', title: 'Нет прав', detail: 'Видит куратор.' },
        { status: 403, headers: { 'Content-Type': 'application/problem+json' } },
      ),
    ),
  )
  await expect(readMe()).rejects.toMatchObject({ status: 403, slug: 'forbidden', text: 'Видит куратор.' })
})

test('a page never goes on under the name of somebody who has logged in in another tab', async () => {
  const tokenOf = (sub: string) => `head.${btoa(JSON.stringify({ sub }))}.sign`
  const valid = { token: tokenOf('petrova') }
  const renewals = serveWithToken(valid, () => token(tokenOf('sidorov')))
  const { session, readMe } = await freshTab()
  await session.signIn('petrova', 'secret')

  valid.token = tokenOf('sidorov')
  const read = vi.fn()
  const answer = readMe().then(read)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(renewals).toHaveBeenCalledTimes(1)
  expect(read).not.toHaveBeenCalled()

  valid.token = tokenOf('petrova')
  await session.signIn('petrova', 'secret')
  await answer
  expect(read).toHaveBeenCalledWith(me)
})

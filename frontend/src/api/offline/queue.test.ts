import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

const ENTRY = `${window.location.origin}/api/v1/visits/:visit/entries/:field`
const MINE = { text: 'Директор и 6 учителей' }
const THEIRS = { value: { text: 'Директор и 7 учителей' }, version: 3, person_name: 'Пробная П. П.' }
interface Sent {
  field: string
  base: string | null
  value: unknown
}

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

let isOnline = true
beforeEach(() => {
  // The queue lives in a module, as in a tab: every test gets a fresh tab of a fresh browser.
  vi.resetModules()
  globalThis.indexedDB = new IDBFactory()
  isOnline = true
  vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => isOnline)
})

const freshTab = async () => ({ ...(await import('./queue')), ...(await import('./store')) })

/** A server that answers each request by `answer`; returns what it was sent. */
function serve(answer: (sent: Sent) => Response | Promise<Response>): Sent[] {
  const log: Sent[] = []
  server.use(
    http.put(ENTRY, async ({ params, request }) => {
      const { value } = (await request.json()) as { value: unknown }
      const sent = { field: String(params.field), base: request.headers.get('If-Match'), value }
      log.push(sent)
      return answer(sent)
    }),
  )
  return log
}
const saved = (version: number) => HttpResponse.json({ version })
const stale = (theirs: unknown) =>
  HttpResponse.json({ title: 'Уже изменено', detail: 'Уже изменено.', status: 412, theirs }, { status: 412 })

test('without network it waits in the browser, outlives the tab, and goes by the version that was seen', async () => {
  isOnline = false
  const log = serve(() => saved(3))
  const first = await freshTab()
  await first.openQueue('curator')
  await first.write('v', 'entry', 'participants', 2, { text: 'Директор' })
  await first.write('v', 'entry', 'participants', 2, MINE)
  expect(log).toEqual([])

  vi.resetModules()
  const second = await freshTab()
  isOnline = true
  await second.openQueue('curator')
  await vi.waitFor(async () => expect(await second.changesOf('curator')).toEqual([]))
  expect(log).toEqual([{ field: 'participants', base: '"2"', value: MINE }])
})

test('two texts of one field both stay until the person has chosen', async () => {
  const log = serve(({ base }) => (base === '"3"' ? saved(4) : stale(THEIRS)))
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'participants', 1, MINE)
  await tab.syncNow()
  const [disputed] = await tab.changesOf('curator')
  expect(disputed).toMatchObject({ state: 'conflict', value: MINE, theirs: THEIRS })

  // Typing on does not send over a text that was not chosen against.
  await tab.write('v', 'entry', 'participants', 3, { text: 'Директор и 6 учителей, психолог' })
  await tab.syncNow()
  expect(log).toHaveLength(1)
  const [typed] = await tab.changesOf('curator')
  expect(typed).toMatchObject({ state: 'conflict', theirs: THEIRS })

  if (typed) await tab.settle(typed, { text: 'Общий' })
  await vi.waitFor(async () => expect(await tab.changesOf('curator')).toEqual([]))
  expect(log.at(-1)).toEqual({ field: 'participants', base: '"3"', value: { text: 'Общий' } })
})

test('taking the other text sends nothing and tells the page what stands now', async () => {
  const log = serve(() => stale(THEIRS))
  const tab = await freshTab()
  const arrived = vi.fn()
  tab.onArrival(arrived)
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'participants', 1, MINE)
  await tab.syncNow()
  const [disputed] = await tab.changesOf('curator')
  if (disputed) await tab.settle(disputed, null)
  expect(await tab.changesOf('curator')).toEqual([])
  expect(arrived).toHaveBeenLastCalledWith(expect.objectContaining({ name: 'participants' }), THEIRS)
  expect(log).toHaveLength(1)
})

test('what is typed while the field is on its way goes after it, by the version just made', async () => {
  let tab: Awaited<ReturnType<typeof freshTab>> | undefined
  const log = serve(async ({ base }) => {
    if (base === '"1"') await tab?.write('v', 'entry', 'summary', 1, { text: 'два' })
    return saved(base === '"1"' ? 2 : 3)
  })
  tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 1, { text: 'раз' })
  await tab.syncNow()
  await tab.syncNow()
  expect(log.map(({ base, value }) => [base, value])).toEqual([
    ['"1"', { text: 'раз' }],
    ['"2"', { text: 'два' }],
  ])
  expect(await tab.changesOf('curator')).toEqual([])
})

test('a refusal keeps the text with its reason and does not hold the others', async () => {
  serve(({ field }) =>
    field === 'summary'
      ? HttpResponse.json(
          { title: 'Нельзя', detail: 'Справка уже сдана.', status: 409, errors: [] },
          { status: 409 },
        )
      : saved(1),
  )
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'итог' })
  await tab.write('v', 'entry', 'conclusions', 0, { text: 'вывод' })
  await tab.syncNow()
  const left = await tab.changesOf('curator')
  expect(left.map(({ name, state, reason, value }) => [name, state, reason, value])).toEqual([
    ['summary', 'refused', 'Справка уже сдана.', { text: 'итог' }],
  ])
})

test.each([401, 429, 503])('an answer of %i means later: nothing is to be decided', async (status) => {
  serve(() => HttpResponse.json({ title: 'Позже', detail: 'Позже.', status }, { status }))
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'итог' })
  await tab.syncNow()
  expect((await tab.changesOf('curator')).map(({ state }) => state)).toEqual(['waiting'])
})

test('nobody sends or sees what another person has typed in this browser', async () => {
  isOnline = false
  const log = serve(() => saved(1))
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'итог' })
  vi.resetModules()
  isOnline = true
  const other = await freshTab()
  await other.openQueue('mentor')
  await other.syncNow()
  expect(log).toEqual([])
  expect(await other.changesOf('mentor')).toEqual([])
  expect(await other.changesOf('curator')).toHaveLength(1)
})

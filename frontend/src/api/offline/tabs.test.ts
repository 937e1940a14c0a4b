import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { MeOut, VisitOut } from '../generated/types.gen'

const AT = `${window.location.origin}/api/v1/visits/:visit`
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

let isOnline = true
beforeEach(() => {
  vi.resetModules()
  globalThis.indexedDB = new IDBFactory()
  isOnline = true
  vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => isOnline)
})

const open: { closeQueue: () => void }[] = []
const freshTab = async () => {
  const tab = { ...(await import('./queue')), ...(await import('./store')) }
  open.push(tab)
  return tab
}
afterEach(() => {
  for (const tab of open.splice(0)) tab.closeQueue()
  vi.unstubAllGlobals()
})
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const me = (id: string) => ({ id }) as MeOut
const kit = (parts: Partial<VisitOut> = {}) =>
  ({ id: 'v', entries: [], findings: [], ...parts }) as unknown as VisitOut
const entry = (text: string, version: number) => ({ field: 'summary', value: { text }, version })

interface Stored {
  text: string
  version: number
}

/** A server with one field that behaves as the real one: versions, blanks cut off, the same value is no new version. */
function serveField(field: Stored = { text: '', version: 0 }, loseAnswers = { left: 0 }): Stored {
  server.use(
    http.put(`${AT}/entries/:field`, async ({ request }) => {
      const { value } = (await request.json()) as { value: { text: string } }
      const text = value.text.trim()
      const isSame = field.version > 0 && field.text === text
      if (!isSame && request.headers.get('If-Match') !== `"${field.version}"`) {
        const theirs = { value: { text: field.text, choice: null, number: null }, version: field.version }
        return HttpResponse.json({ title: 'Уже изменено', status: 412, theirs }, { status: 412 })
      }
      if (!isSame) {
        field.text = text
        field.version += 1
      }
      if (loseAnswers.left > 0) {
        loseAnswers.left -= 1
        return HttpResponse.error()
      }
      return HttpResponse.json({ ...entry(text, field.version), person_name: null, changed_at: '' })
    }),
  )
  return field
}

test('our own text whose answer was lost on the way is not taken for the text of somebody else', async () => {
  const field = serveField({ text: '', version: 0 }, { left: 1 })
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'Посещены ' })
  await tab.syncNow()
  expect(field).toEqual({ text: 'Посещены', version: 1 })
  expect(await tab.changesOf('curator')).toHaveLength(1)

  await tab.write('v', 'entry', 'summary', 0, { text: 'Посещены уроки' })
  await tab.syncNow()
  expect(field).toEqual({ text: 'Посещены уроки', version: 2 })
  expect(await tab.changesOf('curator')).toEqual([])
})

test('somebody else who was faster than our lost answer is still a conflict', async () => {
  const field = serveField({ text: '', version: 0 }, { left: 1 })
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'Моё' })
  await tab.syncNow()
  Object.assign(field, { text: 'Чужое', version: 2 })

  await tab.syncNow()
  expect(field.text).toBe('Чужое')
  expect((await tab.changesOf('curator')).map(({ state, value }) => [state, value])).toEqual([
    ['conflict', { text: 'Моё' }],
  ])
})

test('a page that has not heard of the new version yet does not quarrel with itself', async () => {
  const field = serveField()
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'раз' })
  await tab.syncNow()
  await tab.write('v', 'entry', 'summary', 0, { text: 'раз два' })
  await tab.syncNow()
  expect(field).toEqual({ text: 'раз два', version: 2 })
  expect(await tab.changesOf('curator')).toEqual([])
})

test('letters typed while the queue reads and sends never vanish', async () => {
  const field = serveField()
  const tab = await freshTab()
  await tab.openQueue('curator')
  let text = ''
  for (let letter = 0; letter < 60; letter += 1) {
    text += String(letter % 10)
    void tab.write('v', 'entry', 'summary', 0, { text })
    if (letter % 4 === 0) void tab.syncNow()
    if (letter % 3 === 0) await sleep(1)
  }
  await tab.syncNow()
  await vi.waitFor(async () => expect(await tab.changesOf('curator')).toEqual([]))
  expect(field.text).toBe(text)
})

test('a finding of no words yet and its photo wait; with words both go, the finding first', async () => {
  const sent: string[] = []
  server.use(
    http.put(`${AT}/findings/:finding`, () => {
      sent.push('finding')
      return HttpResponse.json({ id: 'f', version: 1 })
    }),
    http.post(`${AT}/files`, () => {
      sent.push('file')
      return HttpResponse.json({ id: 'p' }, { status: 201 })
    }),
  )
  // A clone of jsdom's Blob is an empty thing, a browser's is the file.
  vi.stubGlobal('structuredClone', (value: unknown) => value)
  const tab = await freshTab()
  await tab.openQueue('curator')
  const finding = { kind: 'problem', factor_id: null, text: '', is_withdrawn: false }
  await tab.write('v', 'finding', 'f', 0, finding)
  await tab.write('v', 'file', 'p', 0, { blob: new Blob(['x']), fileName: 'x.jpg', findingId: 'f' })
  await tab.syncNow()
  expect(sent).toEqual([])
  expect((await tab.changesOf('curator')).map(({ state }) => state)).toEqual(['waiting', 'waiting'])

  await tab.write('v', 'finding', 'f', 0, { ...finding, text: 'Нет стендов' })
  await tab.syncNow()
  expect(sent).toEqual(['finding', 'file'])
})

test('a failure of the server with one record does not hold the others', async () => {
  server.use(
    http.put(`${AT}/entries/:field`, ({ params }) =>
      params.field === 'summary'
        ? HttpResponse.json({ title: 'Сбой', status: 500 }, { status: 500 })
        : HttpResponse.json({ version: 1 }),
    ),
  )
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'раз' })
  await tab.write('v', 'entry', 'conclusions', 0, { text: 'два' })
  await tab.syncNow()
  expect((await tab.changesOf('curator')).map(({ name, state }) => [name, state])).toEqual([
    ['summary', 'waiting'],
  ])
})

test('two tabs see each other’s words and learn what has arrived', async () => {
  isOnline = false
  const field = serveField()
  const first = await freshTab()
  await first.openQueue('curator')
  vi.resetModules()
  const second = await freshTab()
  await second.openQueue('curator')
  const arrived = vi.fn()
  second.onArrival(arrived)

  await first.write('v', 'entry', 'summary', 0, { text: 'раз' })
  await sleep(20)
  // The second tab goes on from what the first has typed.
  await second.write('v', 'entry', 'summary', 0, { text: 'раз два' })
  await sleep(20)
  isOnline = true
  await first.syncNow()
  await sleep(20)
  expect(field).toEqual({ text: 'раз два', version: 1 })
  expect(arrived).toHaveBeenCalledWith(
    expect.objectContaining({ name: 'summary' }),
    expect.objectContaining({ version: 1 }),
  )
})

test('the kept visit gets what has arrived: without a network later it shows no older words', async () => {
  serveField()
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.keepKit(me('curator'), kit())
  await tab.write('v', 'entry', 'summary', 0, { text: 'Посещены уроки' })
  await tab.syncNow()
  const kept = await tab.keptKit('curator', 'v')
  expect(kept?.entries).toMatchObject([{ field: 'summary', value: { text: 'Посещены уроки' }, version: 1 }])
})

test('after a log-out nothing is sent under the next name', async () => {
  isOnline = false
  const field = serveField()
  const tab = await freshTab()
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'моё' })
  tab.closeQueue()
  isOnline = true
  await tab.syncNow()
  await sleep(800)
  expect(field).toEqual({ text: '', version: 0 })
  expect(await tab.changesOf('curator')).toHaveLength(1)
})

test('a browser without storage still sends what is typed and says that it lives in the tab', async () => {
  globalThis.indexedDB = {
    open: () => {
      throw new DOMException('no', 'SecurityError')
    },
  } as unknown as IDBFactory
  const field = serveField()
  const tab = await freshTab()
  isOnline = false
  await tab.openQueue('curator')
  await tab.write('v', 'entry', 'summary', 0, { text: 'моё' })
  expect(await tab.changesOf('curator')).toMatchObject([{ value: { text: 'моё' }, isInTab: true }])
  isOnline = true
  await tab.syncNow()
  expect(field.text).toBe('моё')
  expect(await tab.changesOf('curator')).toEqual([])
})

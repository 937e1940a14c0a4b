import { delay, HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { Problem } from '@/api/problems'
import { uploadWith } from './uploadForTests'
import { afterEvent, type QueuedFile } from './uploadQueue'

const at = (path: string) => `${window.location.origin}/api/v1${path}`
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const file = (name: string) => new File(['ОО;Отметка'], name, { type: 'text/csv' })
const wishes = { strategy: 'upsert', autoCommit: true } as const
const names = (queue: readonly QueuedFile[]) => queue.map((item) => item.file.name)

test('a new choice clears what has arrived and keeps what has failed', () => {
  let queue = afterEvent([], { type: 'add', files: [file('1.csv'), file('2.csv')], wishes, firstId: 1 })
  queue = afterEvent(queue, { type: 'sent', id: 1, sent: { upload: uploadWith({}), isNew: true } })
  queue = afterEvent(queue, {
    type: 'fail',
    id: 2,
    problem: new Problem({ status: null, title: 'Нет связи', text: 'Повторите.' }),
  })
  queue = afterEvent(queue, { type: 'add', files: [file('3.csv')], wishes, firstId: 3 })
  expect(names(queue)).toEqual(['2.csv', '3.csv'])
  expect(queue[0]?.problem?.title).toBe('Нет связи')
})

test('sending again forgets the failure; an event about a removed file changes nothing', () => {
  const problem = new Problem({ status: 503, title: 'Сервер занят', text: 'Повторите.' })
  let queue = afterEvent([], { type: 'add', files: [file('1.csv')], wishes, firstId: 7 })
  queue = afterEvent(queue, { type: 'fail', id: 7, problem })
  queue = afterEvent(queue, { type: 'again', id: 7 })
  expect(queue[0]).toMatchObject({ state: 'waiting', problem: null, percent: 0 })
  queue = afterEvent(queue, { type: 'remove', id: 7 })
  expect(afterEvent(queue, { type: 'progress', id: 7, percent: 40 })).toEqual([])
})

/** The queue lives in a module, as in a tab: every test gets a fresh tab. */
async function freshQueue() {
  vi.resetModules()
  const { act, renderHook } = await import('@testing-library/react')
  const queue = await import('./uploadQueue')
  return { act, queue, shown: renderHook(() => queue.useUploadQueue('person')).result }
}

test('files go one after another; a refused one keeps its reason and does not stop the rest', async () => {
  const sent: string[] = []
  let open = 0
  let most = 0
  server.use(
    http.post(at('/uploads'), async ({ request }) => {
      open += 1
      most = Math.max(most, open)
      const body = await request.text()
      expect(body).toMatch(/name="strategy"\s+upsert/)
      expect(body).toMatch(/name="auto_commit"\s+true/)
      const name = /filename="(.+?)"/.exec(body)?.[1] ?? ''
      sent.push(name)
      await delay(20)
      open -= 1
      if (name === 'плохой.csv') {
        return HttpResponse.json(
          { title: 'Файл не принят', detail: 'Это не таблица.', status: 422 },
          { status: 422 },
        )
      }
      return HttpResponse.json(uploadWith({ number: sent.length }), { status: 202 })
    }),
  )
  const { act, queue, shown } = await freshQueue()
  await act(async () => queue.addFiles([file('1.csv'), file('плохой.csv'), file('3.csv')], wishes))
  await vi.waitFor(() => expect(shown.current.map(({ state }) => state)).toEqual(['sent', 'failed', 'sent']))
  expect(most).toBe(1)
  expect(sent).toEqual(['1.csv', 'плохой.csv', '3.csv'])
  expect(shown.current[1]?.problem?.text).toBe('Это не таблица.')
  expect(shown.current[0]?.sent?.isNew).toBe(true)
})

test('after a broken connection the file is still here and can be sent again', async () => {
  server.use(http.post(at('/uploads'), () => HttpResponse.error()))
  const { act, queue, shown } = await freshQueue()
  await act(async () => queue.addFiles([file('1.csv')], wishes))
  await vi.waitFor(() => expect(shown.current[0]?.state).toBe('failed'))
  expect(shown.current[0]?.problem?.title).toBe('Нет связи с сервером')

  server.use(http.post(at('/uploads'), () => HttpResponse.json(uploadWith({}), { status: 200 })))
  await act(async () => queue.sendAgain(shown.current[0]?.id ?? 0))
  await vi.waitFor(() => expect(shown.current[0]?.state).toBe('sent'))
  expect(shown.current[0]?.sent?.isNew).toBe(false)
})

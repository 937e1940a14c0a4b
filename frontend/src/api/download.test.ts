import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { downloadFile, nameOf } from './download'
import { exportPlan } from './generated/sdk.gen'

const ADDRESS = `${window.location.origin}/api/v1/editions/:id/exports`
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const ask = () =>
  downloadFile((asFile) =>
    exportPlan({ path: { edition_id: 'e' }, body: { view: 'table', activity_ids: [] }, ...asFile }),
  )

test.each([
  [`attachment; filename="plan.xlsx"; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD.xlsx`, 'План.xlsx'],
  ['attachment; filename="plan.xlsx"', 'plan.xlsx'],
  [`attachment; filename="plan.xlsx"; filename*=UTF-8''%E0%A4%A`, 'plan.xlsx'],
  [null, 'файл'],
])('%s is saved as «%s»', (disposition, name) => {
  expect(nameOf(disposition)).toBe(name)
})

test('the bytes of the server are saved under its name', async () => {
  const saved: Blob[] = []
  URL.createObjectURL = (file) => {
    saved.push(file as Blob)
    return 'blob:1'
  }
  URL.revokeObjectURL = () => {}
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  server.use(
    http.post(ADDRESS, () =>
      HttpResponse.arrayBuffer(new Uint8Array([80, 75, 3, 4]).buffer, {
        headers: {
          'Content-Type': 'application/octet-stream',
          'Content-Disposition': 'attachment; filename="plan.xlsx"',
        },
      }),
    ),
  )
  expect(await ask()).toBe('plan.xlsx')
  expect(click).toHaveBeenCalledOnce()
  expect(saved[0]?.size).toBe(4)
})

test('a refusal is thrown and nothing is saved', async () => {
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  server.use(
    http.post(ADDRESS, () =>
      HttpResponse.json({ title: 'Не найдено', detail: 'Такой редакции нет.' }, { status: 404 }),
    ),
  )
  await expect(ask()).rejects.toMatchObject({ status: 404, title: 'Не найдено' })
  expect(click).not.toHaveBeenCalled()
})

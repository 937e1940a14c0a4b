import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { keyOf } from '../draftForTests'
import { api, renderScreen } from '../screenForTests'
import { readImportSearch } from './importSearch'
import { NewImportPage } from './NewImportPage'

const PLAN_ID = keyOf('5')
const IMPORT_ID = keyOf('44')
const sent: unknown[] = []
const server = setupServer(
  http.get(api('/plans'), () =>
    HttpResponse.json({ items: [{ id: PLAN_ID, code: 'road_map', title: 'Дорожная карта', editions: [] }] }),
  ),
  http.post(api('/plan-imports'), ({ request }) => {
    sent.push(new URL(request.url).searchParams.get('plan_id'))
    return HttpResponse.json({ id: IMPORT_ID, state: 'received' }, { status: 202 })
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sent.length = 0
})
afterAll(() => server.close())

const open = (search = '', permissions?: string[]) =>
  renderScreen({
    route: '/plan/imports/new',
    at: `/plan/imports/new${search}`,
    page: NewImportPage,
    readSearch: readImportSearch,
    permissions,
  })
const choose = async (name: string, applyAccept = true) =>
  userEvent
    .setup({ applyAccept })
    .upload(await screen.findByLabelText('Таблица плана'), new File(['план'], name))

test('the file goes to the plan of the address and its page opens', async () => {
  const { router } = open(`?plan=${PLAN_ID}`)
  await screen.findByRole('option', { name: 'Дорожная карта' })
  await choose('план.docx')
  await waitFor(() => expect(router.state.location.pathname).toBe(`/plan/imports/${IMPORT_ID}`))
  expect(sent).toEqual([PLAN_ID])
})

test('a file of an old format is not sent and is told what is needed', async () => {
  open()
  await choose('план.doc', false)
  expect(await screen.findByText('Файл «план.doc» не подходит: нужен .docx или .xlsx.')).toBeInTheDocument()
  expect(sent).toEqual([])
})

test('without network the file can be chosen again', async () => {
  server.use(http.post(api('/plan-imports'), () => HttpResponse.error()))
  open()
  await choose('план.xlsx')
  expect(await screen.findByText(/Файл не отправлен/)).toBeInTheDocument()
  expect(screen.getByLabelText('Таблица плана')).toBeInTheDocument()
})

test('who may not keep plans is told whom to ask', async () => {
  open('', [])
  expect(await screen.findByText(/загружают координатор и руководитель/)).toBeInTheDocument()
  expect(screen.queryByLabelText('Таблица плана')).toBeNull()
})

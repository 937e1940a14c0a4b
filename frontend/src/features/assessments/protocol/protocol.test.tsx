import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { FiguresOut, ParticipantOut, ParticipantsOut, ProtocolOut } from '@/api/generated/types.gen'
import { correctionDraft, readCorrection } from './correction'
import { ProtocolPage } from './ProtocolPage'
import { api, ID, ME, protocolWith, showProtocol } from './protocolForTests'

const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })
const server = setupServer()
const sent: { body: unknown; version: string | null }[] = []
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sent.length = 0
})
afterAll(() => server.close())

const participant = (parts: Partial<ParticipantOut> = {}): ParticipantOut => ({
  code: '7002',
  class_name: '5А',
  variant: '1',
  primary_score: 3,
  test_score: null,
  mark: 3,
  journal_mark: 4,
  task_scores: [1, null, 2],
  ...parts,
})
const found = (parts: Partial<ParticipantsOut> = {}): ParticipantsOut => ({
  protocol_id: ID,
  school_id: 's',
  school_name: 'ГБОУ СОШ с. Васильевка',
  work_title: 'ВПР',
  version: 2,
  state: 'current',
  basis: 'rows',
  max_primary: 6,
  task_names: ['1', '2', '3'],
  task_max: [1, 2, 3],
  items: [participant(), participant({ code: '7003', task_scores: null, primary_score: null, mark: null })],
  ...parts,
})

function serve(protocol: ProtocolOut, participants = found()) {
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api(`/protocols/${ID}`), () => json(protocol)),
    http.get(api(`/protocols/${ID}/participants`), () => json(participants)),
    http.put(api(`/protocols/${ID}/participants/7002`), async ({ request }) => {
      sent.push({ body: await request.json(), version: request.headers.get('If-Match') })
      return json({ id: 'u1', number: 57 }, 202)
    }),
  )
}

test('versions stand side by side with where each came from', async () => {
  const figures = protocolWith({}).figures
  serve(
    protocolWith({
      versions: [version(2, 'current', 41, figures), version(1, 'superseded', null, { ...figures, n2: 5 })],
    }),
  )
  showProtocol(<ProtocolPage protocolId={ID} />, ['see_results', 'see_uploads'])
  const table = await screen.findByRole('table', { name: 'Версии протокола' })
  const [, second, first] = within(table).getAllByRole('row')
  expect(second).toHaveTextContent('действует')
  expect(within(second as HTMLElement).getByRole('link', { name: /загрузка №/ })).toHaveAttribute(
    'href',
    '/uploads/u41',
  )
  expect(first).toHaveTextContent('внесено без файла')
  expect(within(first as HTMLElement).getByRole('link', { name: '1' })).toHaveAttribute(
    'href',
    '/protocols/p1',
  )
  expect(screen.queryByText('Участники')).toBeNull()
})

test('a result is corrected: only what was changed travels, with the version it was seen in', async () => {
  serve(protocolWith({}))
  showProtocol(<ProtocolPage protocolId={ID} />, ['see_results', 'see_participants', 'commit_uploads'])
  await userEvent.click(await screen.findByRole('button', { name: 'Исправить результат участника 7002' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Исправить' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Измените хотя бы одно значение')
  const task = within(dialog).getByLabelText('2 (2б)')
  await userEvent.clear(task)
  await userEvent.type(task, '2')
  await userEvent.selectOptions(within(dialog).getByLabelText('Отметка'), '4')
  await userEvent.type(within(dialog).getByLabelText('Основание'), 'апелляция № 3')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Исправить' }))
  expect(await within(dialog).findByRole('link', { name: /Открыть загрузку/ })).toBeInTheDocument()
  await waitFor(() =>
    expect(sent).toEqual([
      { body: { reason: 'апелляция № 3', mark: 4, task_scores: [1, 2, 2] }, version: '"2"' },
    ]),
  )
})

test('an old version and counts without rows offer nothing to correct', async () => {
  serve(protocolWith({ state: 'superseded' }), found({ state: 'superseded' }))
  const { unmount } = showProtocol(<ProtocolPage protocolId={ID} />, [
    'see_results',
    'see_participants',
    'commit_uploads',
  ])
  expect(await screen.findByRole('rowheader', { name: '7002' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Исправить/ })).toBeNull()
  unmount()
  serve(protocolWith({}), found({ basis: 'counts', items: [] }))
  showProtocol(<ProtocolPage protocolId={ID} />, ['see_results', 'see_participants'])
  expect(await screen.findByText(/известно только, сколько было отметок/)).toBeInTheDocument()
})

test('a score beyond the maximum is told at its task, an emptied mark follows the scale', () => {
  const draft = correctionDraft(participant(), found())
  expect(draft.tasks).toEqual(['1', 'Х', '2'])
  const wrong = readCorrection(
    { ...draft, tasks: ['1', '3', 'x'], reason: 'апелляция' },
    participant(),
    found(),
  )
  expect(wrong.issues).toEqual([{ name: 'task-1', message: 'Введите целое число от 0 до 2.' }])
  const right = readCorrection(
    { ...draft, tasks: ['1', 'x', 'Х'], mark: '', reason: 'апелляция' },
    participant(),
    found(),
  )
  expect(right).toEqual({
    correction: { reason: 'апелляция', mark: null, task_scores: [1, null, null] },
    issues: [],
  })
})

function version(
  number: number,
  state: 'current' | 'superseded',
  upload: number | null,
  figures: FiguresOut,
) {
  return {
    protocol_id: `p${number}`,
    version: number,
    state,
    recorded_at: '2021-03-16T10:12:00+04:00',
    upload_id: upload === null ? null : `u${upload}`,
    upload_number: upload,
    figures,
  }
}

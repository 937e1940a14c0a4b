import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EditionDiffOut, EditionRefOut, RowDiffOut } from '@/api/generated/types.gen'
import { EDITION_ID, keyOf } from '../draftForTests'
import { api, renderScreen } from '../screenForTests'
import { DiffPage } from './DiffPage'
import { Pieces } from './DiffRows'
import { readDiffSearch } from './diffSearch'
import { diffSentence, kindWords } from './diffWords'

const edition = (number: number, over: Partial<EditionRefOut> = {}): EditionRefOut => ({
  id: number === 3 ? EDITION_ID : keyOf(`${number}`),
  number,
  state: 'in_force',
  words: `распоряжение № ${number}`,
  has_rows: true,
  ...over,
})
const row = (number: string, over: Partial<RowDiffOut> = {}): RowDiffOut => ({
  kind: 'same',
  is_moved: false,
  section: '1',
  before_number: number,
  after_number: number,
  title: `Мероприятие ${number}`,
  fields: [],
  ...over,
})
const DIFF: EditionDiffOut = {
  plan_title: 'Дорожная карта',
  before: edition(2),
  after: edition(3),
  others: [edition(2), edition(1)],
  cannot_compare: null,
  same: 2,
  changed: 1,
  added: 1,
  removed: 0,
  rows: [
    row('1.1'),
    row('1.2', {
      kind: 'changed',
      fields: [
        {
          field: 'term_source',
          title: 'Сроки',
          pieces: [
            { kind: 'equal', text: 'до ' },
            { kind: 'removed', text: '10' },
            { kind: 'added', text: '20' },
            { kind: 'equal', text: '.03.2021' },
          ],
        },
      ],
    }),
    row('1.3', { is_moved: true, before_number: '1.4' }),
    row('1.5', { kind: 'added', before_number: null }),
  ],
}

let diff: EditionDiffOut
const asked: string[] = []
const server = setupServer(
  http.get(api(`/editions/${EDITION_ID}/diff`), ({ request }) => {
    asked.push(new URL(request.url).search)
    return HttpResponse.json(diff)
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  diff = DIFF
  asked.length = 0
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const open = (search = '') =>
  renderScreen({
    route: '/plan/editions/$editionId/diff',
    at: `/plan/editions/${EDITION_ID}/diff${search}`,
    page: DiffPage,
    readSearch: readDiffSearch,
    permissions: [],
  })
const headings = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)

test('first the sentence, then what differs; a moved row differs too', async () => {
  open()
  expect(await screen.findByText('2 строки без изменений, 1 изменена, 1 добавлена.')).toBeInTheDocument()
  expect(headings()).toEqual(['1.2 Мероприятие 1.2', '1.3 Мероприятие 1.3', '1.5 Мероприятие 1.5'])
  expect(screen.getByText(/была 1.4, стала 1.3/)).toBeInTheDocument()
})

test('the filter and the other edition stand in the address', async () => {
  const { router } = open()
  await userEvent.click(await screen.findByRole('button', { name: /Все строки/ }))
  expect(router.state.location.search).toMatchObject({ show: 'all' })
  expect(headings()).toHaveLength(4)
  await userEvent.click(screen.getByRole('button', { name: /Исключены/ }))
  expect(screen.getByText('Таких строк нет')).toBeInTheDocument()
  await userEvent.selectOptions(screen.getByLabelText('Сравнить с'), keyOf('1'))
  expect(asked.at(-1)).toBe(`?before=${keyOf('1')}`)
})

test('why two editions cannot be compared is said in place of the rows', async () => {
  diff = { ...DIFF, cannot_compare: 'Строк предыдущей редакции в системе нет.', rows: [], others: [] }
  open()
  expect(await screen.findByText('Строк предыдущей редакции в системе нет.')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Скачать DOCX/ })).toBeNull()
})

test('words put in and taken out are marked by elements and by words, not by colour alone', () => {
  const { container } = render(<Pieces pieces={DIFF.rows[1]?.fields[0]?.pieces ?? []} />)
  expect(container.querySelector('del')).toHaveTextContent('исключено: 10')
  expect(container.querySelector('ins')).toHaveTextContent('добавлено: 20')
  expect(container).toHaveTextContent(/^до исключено: 10.*добавлено: 20.*\.03\.2021$/)
})

test.each([
  [{ same: 44, changed: 0, added: 0, removed: 0 }, '44 строки, все без изменений.'],
  [{ same: 0, changed: 1, added: 21, removed: 5 }, 'Строки: 1 изменена, 21 добавлена, 5 исключено.'],
  [{ same: 0, changed: 0, added: 0, removed: 0 }, 'В обеих редакциях нет строк.'],
])('%o in a sentence', (counts, sentence) => {
  expect(diffSentence(counts).replaceAll('\u00a0', ' ')).toBe(sentence)
})

test('a row that stands elsewhere under the same number says so', () => {
  expect(kindWords(row('1.1', { is_moved: true }))).toEqual({ sign: '~', text: 'перенесена в другое место' })
})

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { DocumentDiffOut, DocumentOut, SchoolDocumentsOut } from '@/api/generated/types.gen'
import { DocumentPage } from './DocumentPage'
import { DOCUMENT, ID, REMARK, RETURNED, SCHOOL, sent, show, VERSION, withServer } from './documentsForTests'
import { readQueue } from './filter'
import { SchoolDocuments } from './SchoolDocuments'

withServer()

it('sends remarks by place with a return, and refuses a return without any', async () => {
  const user = userEvent.setup()
  show(<DocumentPage documentId={ID} />, { [`/documents/${ID}`]: DOCUMENT })
  await user.click(await screen.findByRole('button', { name: 'Написать решение' }))
  await user.click(screen.getByRole('button', { name: 'Вернуть с замечаниями' }))
  expect(screen.getAllByText(/Напишите хотя бы одно замечание/).length).toBeGreaterThan(0)
  expect(sent).toEqual([])
  await user.type(screen.getByLabelText('Место'), 'раздел 2')
  await user.type(screen.getByLabelText('Что исправить'), 'нет срока')
  await user.type(screen.getByLabelText('Вывод'), 'доработать')
  await user.click(screen.getByRole('button', { name: 'Вернуть с замечаниями' }))
  expect(await screen.findByText('Сохранено')).toBeInTheDocument()
  expect(sent).toEqual([
    {
      to: `/documents/${ID}/reviews`,
      body: {
        version_id: VERSION.id,
        verdict: 'returned',
        summary: 'доработать',
        matches_concept: null,
        remarks: [{ place: 'раздел 2', text: 'нет срока' }],
      },
    },
  ])
})

it('asks the school for an answer to every remark before the next version goes', async () => {
  const user = userEvent.setup()
  const document: DocumentOut = {
    ...DOCUMENT,
    state: 'draft',
    open_remarks: 1,
    versions: [{ ...VERSION, id: '0195a000-0000-7000-8000-00000000000e', number: 2 }, RETURNED],
    allowed_actions: ['add_version', 'submit', 'archive'],
  }
  show(<DocumentPage documentId={ID} />, {
    [`/documents/${ID}`]: document,
    [`/documents/${ID}/diff`]: DIFF,
  })
  await user.click(await screen.findByRole('button', { name: 'Отправить на рассмотрение' }))
  await user.click(screen.getByRole('button', { name: 'Отправить на рассмотрение' }))
  expect(screen.getAllByText(/Ответьте на замечание «раздел 2»/).length).toBeGreaterThan(0)
  await user.type(screen.getByLabelText('Ответ школы'), 'срок добавлен')
  await user.click(screen.getByRole('button', { name: 'Отправить на рассмотрение' }))
  expect(await screen.findByText('Сохранено')).toBeInTheDocument()
  expect(sent[0]?.body).toEqual({
    action: 'submit',
    answers: [{ remark_id: REMARK.id, answer: 'срок добавлен' }],
  })
})

const DIFF: DocumentDiffOut = {
  from_number: 1,
  to_number: 2,
  refusal: null,
  is_cut: false,
  changed: 1,
  added: 0,
  removed: 0,
  paragraphs: [
    { kind: 'same', old_number: 1, new_number: 1, pieces: [{ kind: 'same', text: 'Без изменений' }] },
    {
      kind: 'changed',
      old_number: 2,
      new_number: 2,
      pieces: [
        { kind: 'same', text: 'срок до ' },
        { kind: 'removed', text: 'мая' },
        { kind: 'added', text: 'июня' },
      ],
    },
  ],
}

it('shows changed words as taken out and put in, the rest of the text on demand', async () => {
  const user = userEvent.setup()
  const document = { ...DOCUMENT, versions: [{ ...VERSION, id: 'v2', number: 2 }, RETURNED] }
  show(<DocumentPage documentId={ID} />, {
    [`/documents/${ID}`]: document,
    [`/documents/${ID}/diff`]: DIFF,
  })
  expect((await screen.findByText('июня')).tagName).toBe('INS')
  expect(screen.getByText('мая').tagName).toBe('DEL')
  expect(screen.queryByText('Без изменений')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Весь текст' }))
  expect(screen.getByText('Без изменений')).toBeInTheDocument()
})

it('names what the school lacks with its deadline and opens the form for that very kind', async () => {
  const user = userEvent.setup()
  const kind = {
    code: 'short_term_roadmap',
    title: 'Краткосрочная дорожная карта',
    is_per_factor: false,
    is_many: false,
    requires: [],
    is_required: true,
    due_on: '2021-04-30',
    plan_row: '500+.11',
  }
  const school: SchoolDocumentsOut = {
    school_id: SCHOOL,
    cycle: 2021,
    cycles: [2021],
    required: [
      {
        kind: kind.code,
        kind_title: kind.title,
        factor_id: null,
        factor_name: null,
        due_on: kind.due_on,
        plan_row: kind.plan_row,
        is_overdue: false,
        is_done: false,
        remark: null,
        documents: [],
      },
    ],
    required_done: 0,
    others: [],
    kinds: [kind],
    factors: [],
    allowed_actions: ['create'],
  }
  show(<SchoolDocuments schoolId={SCHOOL} />, { [`/schools/${SCHOOL}/documents`]: school })
  const line = (await screen.findByText('Краткосрочная дорожная карта')).closest('li')
  expect(line).not.toBeNull()
  expect(within(line as HTMLElement).getByText(/до 30\.04\.2021/)).toBeInTheDocument()
  expect(within(line as HTMLElement).getByText('нет документа')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Добавить: Краткосрочная дорожная карта' }))
  expect(screen.getByLabelText('Вид документа')).toHaveValue('short_term_roadmap')
})

it('reads only what it knows from the address', () => {
  expect(readQueue({ show: 'all', state: 'draft', kind: 'local_act' })).toEqual({
    show: 'all',
    state: 'draft',
    kind: 'local_act',
  })
  expect(readQueue({ show: 'x', state: 'draft', kind: '<b>' })).toEqual({})
})

import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { LINE_PAGE, open, press, sent, serve } from './openForTests'
import { APPEAL, LINE, RUN_ID, SCHOOL } from './runForTests'

serve()

test('a decision names its document and the decision it replaces', async () => {
  open(LINE_PAGE)
  expect(await screen.findByText(/\+8,5.п\..п\., выше порога на 2.ученика/)).toBeInTheDocument()
  expect(screen.getByText(/4.из.12 в 2019/)).toBeInTheDocument()
  await press('Принять решение')
  expect(await screen.findByRole('combobox', { name: 'Решение' })).toHaveValue('listed')
  expect(screen.getByLabelText('Зона')).toHaveValue('red')
  await press('Сохранить решение')
  expect(await screen.findAllByText(/Назовите документ, на котором/)).toHaveLength(2)
  await userEvent.type(screen.getByLabelText('Документ-основание'), 'приказ № 5')
  await press('Сохранить решение')
  await waitFor(() =>
    expect(sent).toEqual([
      {
        to: `${LINE_PAGE}/decisions`,
        body: { decision: 'listed', zone: 'red', basis: 'приказ № 5', reason: null, after_id: null },
      },
    ]),
  )
})

test('a school reads why and objects in words', async () => {
  open(`/schools/${SCHOOL}`, { line: { ...LINE, allowed_actions: ['appeal'] } })
  expect(await screen.findByRole('heading', { name: 'Почему мы в списке по расчёту' })).toBeInTheDocument()
  expect(screen.getByText('Критерий А: 2 процедуры.')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Принять решение' })).toBeNull()
  await press('Подать возражение')
  await userEvent.type(await screen.findByLabelText(/С чем школа не согласна/), 'нет')
  await press('Отправить управлению')
  expect(await screen.findAllByText(/хотя бы одно предложение/)).toHaveLength(2)
  await userEvent.type(screen.getByLabelText(/С чем школа не согласна/), ', протокол загружен дважды')
  await press('Отправить управлению')
  await waitFor(() =>
    expect(sent).toEqual([
      {
        to: `/schools/${SCHOOL}/identification/appeals`,
        body: { run_id: RUN_ID, body: 'нет, протокол загружен дважды', document_id: null },
      },
    ]),
  )
})

test('the office answers an appeal, and is told when the decision does not follow', async () => {
  const appeal = {
    id: APPEAL,
    state: 'submitted' as const,
    state_title: 'подано',
    body: 'Протокол загружен дважды',
    document_id: null,
    document_title: null,
    author: 'Директор',
    submitted_at: '2021-03-02T09:00:00+04:00',
    taken_by: null,
    taken_at: null,
    closed_by: null,
    closed_at: null,
    answer: null,
    basis: null,
    allowed_actions: ['take', 'satisfy', 'reject'],
  }
  const satisfied = {
    ...appeal,
    id: RUN_ID,
    state: 'satisfied' as const,
    state_title: 'удовлетворено',
    closed_at: '2021-03-01T09:00:00+04:00',
    allowed_actions: [],
  }
  open(LINE_PAGE, { line: { ...LINE, appeals: [appeal, satisfied] } })
  expect(await screen.findByText('Возражение подано')).toBeInTheDocument()
  expect(screen.queryByText(/решение о школе после этого не принимали/)).toBeNull()
  await press('Отклонить')
  await press('Отклонить')
  expect(await screen.findAllByText(/почему вы так решили/)).toHaveLength(2)
  await userEvent.type(screen.getByLabelText('Ответ школе'), 'протокол верен')
  await press('Отклонить')
  await waitFor(() =>
    expect(sent).toEqual([
      {
        to: `/identification/appeals/${APPEAL}/steps`,
        body: { action: 'reject', answer: 'протокол верен', basis: null },
      },
    ]),
  )
})

test('a satisfied appeal without a new decision is not forgotten', async () => {
  const appeals = [
    {
      id: APPEAL,
      state: 'satisfied' as const,
      state_title: 'удовлетворено',
      body: 'Протокол загружен дважды',
      document_id: null,
      document_title: null,
      author: null,
      submitted_at: '2021-03-02T09:00:00+04:00',
      taken_by: null,
      taken_at: null,
      closed_by: 'Иванова И. И.',
      closed_at: '2021-03-03T09:00:00+04:00',
      answer: 'вы правы',
      basis: null,
      allowed_actions: [],
    },
  ]
  open(LINE_PAGE, { line: { ...LINE, marked: ['РУ5'], appeals } })
  expect(await screen.findByText(/решение о школе после этого не принимали/)).toBeInTheDocument()
  expect(screen.getByText(/отмечены как необъективные: РУ5/)).toBeInTheDocument()
})

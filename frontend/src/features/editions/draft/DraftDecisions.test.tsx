import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { aDraft, aReading, EDITION_ID, keyOf } from '../draftForTests'
import { asked, DRAFT_URL, open, saved, serveDrafts, server, store } from './draftServerForTests'

serveDrafts()

test('the dates of a row can be given by hand, beginning with those that were read', async () => {
  open(`?row=${keyOf('1.1')}`)
  const details = await screen.findByRole('region', { name: 'Сроки и результат строки 1.1' })
  await userEvent.click(within(details).getByRole('radio', { name: 'сроки задать датами' }))
  const [until] = within(details).getAllByLabelText('По')
  if (!until) throw new Error('no field')
  expect(until).toHaveValue('20.03.2021')
  fireEvent.change(until, { target: { value: '22.3.21' } })
  fireEvent.blur(until)
  expect(until).toHaveValue('22.03.2021')
  await waitFor(() => expect(saved()[0]?.windows).toEqual([{ starts_on: null, ends_on: '2021-03-22' }]), {
    timeout: 3_000,
  })
  expect(saved()[0]?.term_source).toBe('до 20.03.2021')
})

test('a condition is put together from the catalogue and reads as a sentence', async () => {
  open(`?row=${keyOf('1.1')}`)
  const details = await screen.findByRole('region', { name: 'Сроки и результат строки 1.1' })
  await userEvent.click(await within(details).findByRole('button', { name: 'Задать условие' }))
  fireEvent.change(within(details).getByLabelText('Сколько из них'), { target: { value: 'share' } })
  fireEvent.change(within(details).getByLabelText('Доля, %'), { target: { value: '50' } })
  await userEvent.type(within(details).getByLabelText('Найти факт'), 'посещение')
  await userEvent.click(within(details).getByRole('button', { name: 'Посещение проведено' }))
  const sentence = /^Не меньше 50.% школ проекта 500\+: исполнение строки принято; посещение проведено$/
  expect(within(details).getByRole('group', { name: sentence })).toBeInTheDocument()
  fireEvent.change(within(details).getByLabelText('Доля, %'), { target: { value: '150' } })
  expect(within(details).getByLabelText('Доля, %')).toHaveAccessibleDescription(/от 1 до 100/)
  await waitFor(
    () =>
      expect(saved()[0]?.results[0]).toMatchObject({ threshold: 50, facts: ['row_accepted', 'visit_held'] }),
    { timeout: 3_000 },
  )
})

test('while something is missing the draft cannot come into force and says what', async () => {
  store(
    aDraft({
      allowed_actions: ['save', 'discard'],
      blocked_by: ['Укажите номер.', 'Укажите дату.', 'Укажите день.', '1.1: срок не прочитан.'],
    }),
  )
  open()
  const button = await screen.findByRole('button', { name: 'Ввести в действие' })
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription(/Укажите номер\. Укажите дату\. Укажите день\. И ещё 1.причина/)
  await userEvent.click(button)
  expect(asked).toEqual([])
})

test('before the draft comes into force it is said what happens, then it is done by its version', async () => {
  const question = { code: 'no_outcome', text: 'Чем подтверждается?', short_text: '', is_blocking: false }
  store(
    aDraft({
      readings: [
        aReading('1.1'),
        aReading('1.2', { change: 'changed', questions: [question] }),
        aReading('2.1', { change: 'added' }),
      ],
      removed: ['1.3 Собеседование'],
    }),
  )
  const { router } = open()
  await userEvent.click(await screen.findByRole('button', { name: 'Ввести в действие' }))
  expect(
    await screen.findByText('1 строка без изменений, 1 изменена, 1 добавлена, 1 убрана.'),
  ).toBeInTheDocument()
  expect(screen.getByText(/Действующая редакция будет заменена этой/)).toBeInTheDocument()
  expect(screen.getByText(/1 вопрос уйдёт автору/)).toBeInTheDocument()
  expect(screen.getByText('1.2: Чем подтверждается?')).toBeInTheDocument()
  expect(screen.getByText('распоряжение от 15.03.2021 № 72-од')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Ввести в действие редакцию 3' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/plan/editions/${EDITION_ID}/diff`))
  expect(asked).toEqual(['put in force "1"'])
})

test('giving a draft up names it and asks first', async () => {
  const { router } = open()
  await userEvent.click(await screen.findByRole('button', { name: 'Отказаться от черновика' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog).toHaveTextContent(
    'Черновик редакции 3 плана «Дорожная карта 2020–2021», 3 строки, будет удалён.',
  )
  expect(asked).toEqual([])
  await userEvent.click(within(dialog).getByRole('button', { name: 'Удалить черновик' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/plan/editions'))
  expect(asked).toEqual(['discard'])
})

test('a draft that is not there any more says so and shows the way on', async () => {
  server.use(http.get(DRAFT_URL, () => HttpResponse.json({ status: 404 }, { status: 404 })))
  open()
  expect(await screen.findByRole('heading', { name: 'Черновика нет' })).toBeInTheDocument()
  expect(screen.getByRole('link', { name: /что изменила эта редакция/ })).toBeInTheDocument()
})

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { aDocument, aDraft, aReading, EDITION_ID } from '../draftForTests'
import { rowsOf } from './document'
import {
  asked,
  DRAFT_URL,
  field,
  open,
  row,
  saved,
  serveDrafts,
  server,
  store,
  theDraft,
  type,
} from './draftServerForTests'
import { keeperOf } from './keeper'

serveDrafts()

test('a text edited in place is saved on leaving the field, by the version of the draft', async () => {
  open()
  await type('1.2', 'Срок', 'до 05.12.2021')
  expect(await screen.findByText(/Сохранено в/)).toBeInTheDocument()
  expect(asked).toEqual(['save "1"'])
  expect(saved()[1]?.term_source).toBe('до 05.12.2021')
  await type('1.1', 'Итоговый документ', '')
  await waitFor(() => expect(asked).toEqual(['save "1"', 'save "2"']))
  expect(saved()[0]?.result_document).toBeNull()
})

test('under a row stands what it was read as, and what is asked of its author', async () => {
  const question = {
    code: 'no_outcome',
    text: 'Не указан документ.',
    short_text: 'нет документа',
    is_blocking: false,
  }
  store(
    aDraft({
      readings: [
        aReading('1.1', { change: 'changed', questions: [question] }),
        aReading('1.2'),
        aReading('2.1'),
      ],
    }),
  )
  open()
  const reading = within(await row('1.1')).getByRole('list', { name: 'Как понята строка 1.1' })
  expect(reading).toHaveTextContent('изменена')
  expect(reading).toHaveTextContent('Срок: до 20.03.2021, суббота, выходной')
  expect(reading).toHaveTextContent('Ответственные: ЦУ')
  expect(reading).toHaveTextContent('Вопрос автору: нет документа')
})

test('when somebody else has saved, both versions stay and the author decides', async () => {
  open()
  await row('1.1')
  const theirs = structuredClone(aDocument())
  const [, other] = rowsOf(theirs)
  if (other) other.responsible_source = 'РЦ'
  store({ ...theDraft(), version: 2, changed_by: 'Эталонова Э. Э.', document: theirs })
  await type('1.1', 'Срок', 'Май 2021')
  const note = await screen.findByRole('alert')
  expect(note).toHaveTextContent('Эталонова Э. Э.')
  expect(note).toHaveTextContent('Строка 1.1: срок')
  expect(note).toHaveTextContent('Строка 1.2: ответственные')
  expect(await field('1.1', 'Срок')).toHaveValue('Май 2021')

  await userEvent.click(screen.getByRole('button', { name: 'Показать их версию' }))
  expect(await field('1.2', 'Ответственные')).toHaveValue('РЦ')
  expect(await field('1.1', 'Срок')).toHaveValue('до 20.03.2021')
  expect(saved()[0]?.term_source).toBe('до 20.03.2021')

  await userEvent.click(screen.getByRole('button', { name: 'Вернуть мою версию' }))
  expect(await field('1.1', 'Срок')).toHaveValue('Май 2021')
  await waitFor(() => expect(saved()[0]?.term_source).toBe('Май 2021'), { timeout: 3_000 })
  expect(asked).toEqual(['save "1"', 'save "2"'])
})

test('words that could not be sent are on the page again when one comes back', async () => {
  server.use(http.put(DRAFT_URL, () => HttpResponse.error()))
  const { unmount, queries } = open()
  await type('1.1', 'Мероприятие', 'Набрано без сети')
  expect(await screen.findByText(/Не сохранено: нет связи с сервером/)).toBeInTheDocument()
  unmount()
  server.resetHandlers()
  open('', queries)
  // Leaving the page has tried once more: the words come from the browser or, if that went well, from the server.
  const input = await field('1.1', 'Мероприятие')
  await waitFor(() => expect(input).toHaveValue('Набрано без сети'))
  await waitFor(() => expect(saved()[0]?.title).toBe('Набрано без сети'), { timeout: 3_000 })
})

test('words of an earlier visit are told as such and saved by themselves', async () => {
  const document = structuredClone(aDocument())
  const [first] = rowsOf(document)
  if (first) first.title = 'Набрано вчера'
  keeperOf('0195b000-0000-7000-8000-00000000000a', EDITION_ID).keep({ version: 1, document })
  open()
  expect(await field('1.1', 'Мероприятие')).toHaveValue('Набрано вчера')
  expect(screen.getByText(/не успели сохранить/)).toBeInTheDocument()
  await waitFor(() => expect(saved()[0]?.title).toBe('Набрано вчера'), { timeout: 3_000 })
})

test('a finding of the server stands in the summary and at the field, and the link leads there', async () => {
  server.use(
    http.put(DRAFT_URL, () =>
      HttpResponse.json(
        {
          title: 'Проверьте данные',
          status: 422,
          detail: '',
          errors: [{ pointer: '/sections/1/rows/0/term_source', message: '«term_source»: слишком длинно' }],
        },
        { status: 422 },
      ),
    ),
  )
  open()
  await type('2.1', 'Срок', 'слишком длинный срок')
  const link = await screen.findByRole('link', { name: 'Строка 2.1, срок: слишком длинно' })
  const input = await field('2.1', 'Срок')
  expect(input).toHaveAccessibleDescription('Слишком длинно')
  await userEvent.click(link)
  expect(input).toHaveFocus()
})

test('a row goes to the next section by the keyboard and keeps the focus', async () => {
  open()
  const input = await field('1.2', 'Срок')
  input.focus()
  fireEvent.keyDown(input, { key: 'ArrowDown', altKey: true })
  expect(await screen.findByText('Строка 1.2: раздел 2, место 1 из 2')).toBeInTheDocument()
  expect(await field('1.2', 'Срок')).toHaveFocus()
  const section = screen.getByRole('region', { name: 'Раздел 2' })
  expect(within(section).getAllByRole('group', { name: /^Строка/ })).toHaveLength(2)
  await waitFor(() => expect(theDraft().document.sections[1]?.rows).toHaveLength(2), { timeout: 3_000 })
})

test('a deleted row is named and can be brought back', async () => {
  open()
  await userEvent.click(within(await row('1.1')).getByRole('button', { name: 'Удалить' }))
  expect(screen.queryByRole('group', { name: 'Строка 1.1' })).toBeNull()
  expect(screen.getByText(/Строка 1.1 удалена/)).toBeInTheDocument()
  await waitFor(() => expect(saved()).toHaveLength(2), { timeout: 3_000 })
  await userEvent.click(screen.getByRole('button', { name: 'Вернуть строку 1.1' }))
  expect(await row('1.1')).toBeInTheDocument()
  expect(screen.queryByText(/Строка 1.1 удалена/)).toBeNull()
  await waitFor(() => expect(saved()).toHaveLength(3), { timeout: 3_000 })
})

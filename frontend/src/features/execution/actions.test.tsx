import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import {
  api,
  evidenceWith,
  occurrenceWith,
  ROW,
  refusal,
  rowWith,
  SCHOOL,
  sent,
  serveRow,
  server,
  show,
  WINDOW,
  windowWith,
  withServer,
} from './executionForTests'
import { RowExecution } from './RowExecution'

withServer()
const button = (name: string | RegExp) => screen.findByRole('button', { name })

async function open(occurrence: Parameters<typeof occurrenceWith>[0]) {
  serveRow(rowWith([windowWith({ schools: [occurrenceWith(occurrence)] })]))
  show(<RowExecution activityId={ROW} />)
  await screen.findAllByText(/Просрочено на/)
}

test.each([
  ['start', 'Взять в работу', 'reports'],
  ['accept', 'Принять', 'decisions'],
])('«%s» is one press', async (action, words, to) => {
  await open({ allowed_actions: [action] })
  await userEvent.dblClick(await button(words))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([{ to: `/windows/${WINDOW}/${to}`, body: { action, school_id: SCHOOL } }])
})

test.each([
  ['return', 'Вернуть', 'Почему возвращаете'],
  ['cancel', 'Отменить', 'Почему отменяете'],
  ['reopen', 'Открыть снова', 'Почему открываете снова'],
])('«%s» does not go without a reason', async (action, words, label) => {
  await open({ allowed_actions: [action] })
  await userEvent.click(await button(words))
  expect(screen.getByRole('textbox', { name: label })).toHaveFocus()
  await userEvent.click(await button(words))
  expect(screen.getByRole('textbox', { name: label })).toHaveAccessibleDescription(/Напишите причину/)
  expect(screen.getByRole('link', { name: /Напишите причину/ })).toBeInTheDocument()
  expect(sent).toEqual([])

  await userEvent.type(screen.getByRole('textbox', { name: label }), ' Нет подписи ')
  await userEvent.click(await button(words))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([
    {
      to: `/windows/${WINDOW}/decisions`,
      body: { action, reason: 'Нет подписи', school_id: SCHOOL },
    },
  ])
})

test('without connection the reason stays in its field', async () => {
  await open({ allowed_actions: ['return'] })
  server.use(http.post(api(`/windows/${WINDOW}/decisions`), () => HttpResponse.error()))
  await userEvent.click(await button('Вернуть'))
  await userEvent.type(screen.getByRole('textbox', { name: 'Почему возвращаете' }), 'Нет подписи')
  await userEvent.click(await button('Вернуть'))
  expect(await screen.findByRole('alert')).toHaveTextContent('Нет связи с сервером')
  expect(screen.getByRole('textbox', { name: 'Почему возвращаете' })).toHaveValue('Нет подписи')
})

test('a blocked action says why, stays reachable, and sends nothing', async () => {
  const why = 'Принимает не тот, кто сдал.'
  await open({ blocked_by: { accept: why, return: why } })
  const accept = await button('Принять')
  expect(accept).toHaveAttribute('aria-disabled', 'true')
  expect(accept).toHaveAccessibleDescription(why)
  expect(await button('Вернуть')).toHaveAccessibleDescription(why)
  expect(screen.getAllByText(why)).toHaveLength(1)
  accept.focus()
  await userEvent.keyboard('{Enter}')
  await userEvent.click(accept)
  expect(sent).toEqual([])
})

test('what the state itself rules out is told one press away, a lock is told at once', async () => {
  await open({
    state: 'accepted',
    status: { kind: 'ok', text: 'Принято 11.03.2021, было Просрочено на 1 день', days: null },
    blocked_by: {
      return: 'Уже принято. Чтобы вернуть, откройте исполнение снова.',
      reopen: 'Период закрыт.',
    },
  })
  expect(await button('Открыть снова')).toHaveAccessibleDescription('Период закрыт.')
  expect(screen.queryByRole('button', { name: 'Вернуть' })).toBeNull()
  await userEvent.click(screen.getByText('Что сейчас нельзя и почему'))
  expect(await button('Вернуть')).toHaveAccessibleDescription(/откройте исполнение снова/)
})

test('what the server does not speak of is not offered', async () => {
  await open({ allowed_actions: ['start'] })
  expect(await button('Взять в работу')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Принять' })).toBeNull()
})

test('a refused decision is told and everything is looked at anew', async () => {
  await open({ allowed_actions: ['accept'] })
  server.use(
    http.post(api(`/windows/${WINDOW}/decisions`), () => {
      serveRow(rowWith([windowWith({ schools: [occurrenceWith({ comment: 'Принял другой' })] })]))
      return refusal(409, { title: 'Уже принято', detail: 'Отчёт уже принял другой сотрудник.' })
    }),
  )
  await userEvent.click(await button('Принять'))
  expect(await screen.findByRole('alert')).toHaveTextContent('Отчёт уже принял другой сотрудник.')
  expect(await screen.findByText(/Принял другой/)).toBeInTheDocument()
})

test('a moved deadline has a day and a reason; the words of the act are said to stay', async () => {
  await open({ allowed_actions: ['reschedule'] })
  await userEvent.click(await button('Перенести срок'))
  expect(screen.getByText(/Слова распоряжения останутся/)).toBeInTheDocument()
  await userEvent.click(await button('Перенести срок'))
  expect(screen.getByLabelText('Новый срок')).toBeInvalid()
  expect(screen.getByLabelText('Почему переносится')).toBeInvalid()
  await userEvent.type(screen.getByLabelText('Новый срок'), '15/05/21')
  expect(screen.getByText(/суббота, выходной/)).toBeInTheDocument()
  await userEvent.type(screen.getByLabelText('Почему переносится'), 'Карантин')
  await userEvent.click(await button('Перенести срок'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([
    {
      to: `/windows/${WINDOW}/reschedules`,
      body: { school_id: SCHOOL, to_on: '2021-05-15', reason: 'Карантин', basis: null },
    },
  ])
})

test('a paper can be added to a report that waits, where the server allows it', async () => {
  await open({ state: 'reported', allowed_actions: ['offer'] })
  await userEvent.click(await button('Приложить подтверждение'))
  await userEvent.click(await button('Приложить'))
  expect(await button('Выбрать файл')).toHaveAccessibleDescription(/нужно подтверждение/)
  await userEvent.click(screen.getByLabelText('Реквизиты'))
  await userEvent.type(screen.getByLabelText('№ и дата документа'), 'Акт № 2 от 09.03.2021')
  await userEvent.click(await button('Приложить'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    to: '/evidence',
    body: { fact: 'visit_held', basis: 'Акт № 2 от 09.03.2021', window_id: WINDOW, school_id: SCHOOL },
  })
})

test('evidence is accepted by a press, taken away with a reason, and its file is saved', async () => {
  const piece = evidenceWith({ allowed_actions: ['accept', 'revoke'], decision_reason: 'Нет печати' })
  await open({ evidence: [piece] })
  const list = within(screen.getByRole('list', { name: 'Подтверждения' }))
  expect(list.getByText(/Нет печати/)).toBeInTheDocument()

  await userEvent.click(list.getByRole('button', { name: 'Принять подтверждение' }))
  await screen.findByText('Сохранено в 09:40')
  await userEvent.click(list.getByRole('button', { name: 'Снять подтверждение' }))
  await userEvent.type(list.getByRole('textbox'), 'Посещения не было')
  await userEvent.click(list.getByRole('button', { name: 'Снять подтверждение' }))
  await screen.findByText('Сохранено в 09:40')
  const to = `/evidence/${piece.id}/decision`
  expect(sent).toEqual([
    { to, body: { action: 'accept' } },
    { to, body: { action: 'revoke', reason: 'Посещения не было' } },
  ])
})

test('turned-down evidence that was replaced is folded away, the one not yet replaced stays in sight', async () => {
  const turnedDown = { state: 'returned', decision_reason: 'Нет подписи' } as const
  await open({
    evidence: [
      evidenceWith({ id: '1', basis: 'Справка с подписью' }),
      evidenceWith({ id: '2', basis: 'Справка без подписи', ...turnedDown }),
      evidenceWith({ id: '3', basis: 'Запись в МЭДК', fact: 'medk_mark', ...turnedDown }),
    ],
  })
  expect(screen.getByText('Справка с подписью')).toBeInTheDocument()
  expect(screen.getByText('Запись в МЭДК')).toBeInTheDocument()
  expect(screen.queryByText('Справка без подписи')).toBeNull()
  await userEvent.click(screen.getByText('Прежние, возвращённые и снятые: 1'))
  expect(screen.getByText('Справка без подписи')).toBeInTheDocument()
})

test('a file that cannot be fetched says so beside it', async () => {
  const piece = evidenceWith({})
  await open({ evidence: [piece] })
  server.use(
    http.get(api(`/evidence/${piece.id}/file`), () =>
      refusal(404, { title: 'Не найдено', detail: 'Файла больше нет.' }),
    ),
  )
  const save = vi.spyOn(HTMLAnchorElement.prototype, 'click')
  await userEvent.click(await button(/Скачать Справка\.pdf/))
  expect(await screen.findByRole('alert')).toHaveTextContent('Файла больше нет.')
  expect(save).not.toHaveBeenCalled()
})

test('a link opens beside, and a link that runs a script is only words', async () => {
  const link = { kind: 'link', file_name: null, file_size: null } as const
  await open({
    evidence: [
      evidenceWith({ ...link, id: '1', link_url: 'https://school.example/visit' }),
      evidenceWith({ ...link, id: '2', link_url: 'javascript:alert(1)' }),
    ],
  })
  const safe = screen.getByRole('link', { name: 'https://school.example/visit' })
  expect(safe).toHaveAttribute('target', '_blank')
  expect(safe).toHaveAttribute('rel', 'noopener noreferrer')
  expect(screen.queryByRole('link', { name: /javascript/ })).toBeNull()
})

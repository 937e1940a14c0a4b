import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { expect, test } from 'vitest'
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
  VISIT,
  WINDOW,
  windowWith,
  withServer,
} from './executionForTests'
import { RowExecution } from './RowExecution'

withServer()
const PDF = new File(['%PDF-1.4'], 'Справка о посещении.pdf', { type: 'application/pdf' })
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const TO_REPORTS = `/windows/${WINDOW}/reports`

async function openReport(parts = {}, needsEvidence = true) {
  const occurrence = occurrenceWith({ allowed_actions: ['report'], ...parts })
  serveRow(rowWith([windowWith({ schools: [occurrence] })], needsEvidence))
  const shown = show(<RowExecution activityId={ROW} />)
  await userEvent.click(await button('Сдать'))
  return shown
}

test('a file travels first with what it shows, then the report; the screen says when it was saved', async () => {
  await openReport()
  await userEvent.upload(screen.getByLabelText('Файл', { selector: 'input[type=file]' }), PDF)
  await userEvent.type(screen.getByLabelText('Комментарий'), 'Посетили 9 марта')
  await userEvent.click(await button('Сдать'))
  expect(await screen.findByText('Сохранено в 09:40')).toBeInTheDocument()
  expect(sent.map(({ to }) => to)).toEqual(['/evidence', TO_REPORTS])
  expect(sent[0]?.body).toMatchObject({
    fact: 'visit_held',
    occurred_on: '2021-03-17',
    basis: 'Справка о посещении',
    window_id: WINDOW,
    school_id: SCHOOL,
    file: PDF.name,
  })
  expect(sent[1]?.body).toEqual({
    action: 'report',
    school_id: SCHOOL,
    done_on: '2021-03-17',
    comment: 'Посетили 9 марта',
  })
})

test('when the report fails, what was typed stays and the file that has arrived is not sent twice', async () => {
  await openReport()
  server.use(
    http.post(
      api(TO_REPORTS),
      () => refusal(409, { title: 'Срок закрыт', detail: 'Период закрыт до 1 апреля.' }),
      { once: true },
    ),
  )
  await userEvent.upload(screen.getByLabelText('Файл', { selector: 'input[type=file]' }), PDF)
  await userEvent.type(screen.getByLabelText('Комментарий'), 'Посетили')
  await userEvent.click(await button('Сдать'))

  expect(await screen.findByText('Период закрыт до 1 апреля.')).toBeInTheDocument()
  expect(screen.getByLabelText('Комментарий')).toHaveValue('Посетили')
  expect(screen.getByText(/второй раз прикладывать не нужно: «Справка о посещении»/)).toBeInTheDocument()

  await userEvent.click(await button('Сдать'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent.map(({ to }) => to)).toEqual(['/evidence', TO_REPORTS])
})

test('when the file is refused, the report does not go and the file stays chosen', async () => {
  await openReport()
  server.use(
    http.post(api('/evidence'), () =>
      refusal(422, {
        title: 'Проверьте данные',
        errors: [{ pointer: '/basis', message: 'Назовите документ подробнее.' }],
      }),
    ),
  )
  await userEvent.upload(screen.getByLabelText('Файл', { selector: 'input[type=file]' }), PDF)
  await userEvent.click(await button('Сдать'))
  await waitFor(() =>
    expect(screen.getByLabelText('Что это за документ')).toHaveAccessibleDescription(
      /Назовите документ подробнее/,
    ),
  )
  expect(screen.getByText(/Справка о посещении\.pdf/)).toBeInTheDocument()
  expect(sent).toEqual([])
})

test('a row with a result document does not go without evidence: said on top with focus and at the field', async () => {
  await openReport()
  await userEvent.click(await button('Сдать'))
  const summary = screen.getByText('Проверьте введённое').closest('[role=alert]')
  expect(summary).toHaveFocus()
  const words = /Приложите файл, ссылку или реквизиты документа/
  expect(screen.getByRole('button', { name: 'Выбрать файл' })).toHaveAccessibleDescription(words)
  await userEvent.click(screen.getByRole('link', { name: words }))
  expect(screen.getByRole('button', { name: 'Выбрать файл' })).toHaveFocus()
  expect(sent).toEqual([])
})

test('a link that is not one and a day ahead are told at their fields', async () => {
  await openReport()
  await userEvent.clear(screen.getByLabelText('Когда сделано'))
  await userEvent.type(screen.getByLabelText('Когда сделано'), '18.03.2021')
  await userEvent.click(screen.getByLabelText('Ссылка'))
  await userEvent.type(screen.getByRole('textbox', { name: 'Ссылка' }), 'javascript:alert(1)')
  await userEvent.click(await button('Сдать'))
  expect(screen.getByLabelText('Когда сделано')).toHaveAccessibleDescription(/сегодня 17\.03\.2021/)
  expect(screen.getByRole('textbox', { name: 'Ссылка' })).toBeInvalid()
  expect(sent).toEqual([])
})

test('requisites and heads are sent where the fact counts people', async () => {
  await openReport({ needed: [{ ...VISIT, counts_people: true }] })
  await userEvent.click(screen.getByLabelText('Реквизиты'))
  await userEvent.type(screen.getByLabelText('№ и дата документа'), 'Приказ № 15 от 10.03.2021')
  await userEvent.type(screen.getByLabelText('Сколько человек'), '8')
  await userEvent.type(screen.getByLabelText('Из скольких'), '5')
  await userEvent.click(await button('Сдать'))
  expect(screen.getByLabelText('Из скольких')).toBeInvalid()
  await userEvent.clear(screen.getByLabelText('Из скольких'))
  await userEvent.type(screen.getByLabelText('Из скольких'), '10{Enter}')
  await screen.findByText('Сохранено в 09:40')
  expect(sent[0]?.body).toMatchObject({
    basis: 'Приказ № 15 от 10.03.2021',
    counted: '8',
    of_total: '10',
  })
  expect(sent[0]?.body).not.toHaveProperty('file')
})

test('what was typed survives a panel closed by mistake, and the form is open again', async () => {
  const { unmount } = await openReport()
  await userEvent.type(screen.getByLabelText('Комментарий'), 'Половина отчёта')
  await userEvent.upload(screen.getByLabelText('Файл', { selector: 'input[type=file]' }), PDF)
  unmount()
  show(<RowExecution activityId={ROW} />)
  expect(await screen.findByLabelText('Комментарий')).toHaveValue('Половина отчёта')
  expect(screen.getByText(/Справка о посещении\.pdf/)).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Убрать файл Справка о посещении.pdf' }))
})

test('a row that asks for two facts gets two papers, each for its fact, and then the report', async () => {
  const mark = { ...VISIT, code: 'medk_mark', title: 'Отметка в МЭДК', missing_text: 'отметки в МЭДК нет' }
  await openReport({ needed: [VISIT, mark] })
  await userEvent.upload(screen.getByLabelText('Файл', { selector: 'input[type=file]' }), PDF)
  expect(screen.getByText('Чтобы отчёт приняли, не хватает: отметки в МЭДК нет.')).toBeInTheDocument()
  serveRow(
    rowWith([
      windowWith({
        schools: [
          occurrenceWith({
            allowed_actions: ['report'],
            needed: [VISIT, mark],
            evidence: [evidenceWith({})],
          }),
        ],
      }),
    ]),
  )
  await userEvent.click(await button('Сохранить и приложить ещё'))
  await waitFor(() => expect(screen.getByLabelText('Что подтверждает')).toHaveDisplayValue('Отметка в МЭДК'))
  await userEvent.click(screen.getByLabelText('Реквизиты'))
  await userEvent.type(screen.getByLabelText('№ и дата документа'), 'Запись № 7 от 12.03.2021')
  await userEvent.click(await button('Сдать'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent.map(({ to, body }) => [to, body.fact])).toEqual([
    ['/evidence', 'visit_held'],
    ['/evidence', 'medk_mark'],
    [TO_REPORTS, undefined],
  ])
})

test('a double click is one report', async () => {
  await openReport({ needed: [] }, false)
  await userEvent.dblClick(await button('Сдать'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent.map(({ to }) => to)).toEqual([TO_REPORTS])
})

test('the whole report goes by keyboard only', async () => {
  serveRow(
    rowWith([
      windowWith({ schools: [occurrenceWith({ needed: [], allowed_actions: ['report', 'start'] })] }),
    ]),
  )
  show(<RowExecution activityId={ROW} />)
  const opener = await button('Сдать')
  while (document.activeElement !== opener) await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  expect(screen.getByLabelText('Когда сделано')).toHaveFocus()
  await userEvent.tab()
  await userEvent.keyboard('Готово')
  await userEvent.keyboard('{Control>}s{/Control}')
  await screen.findByText('Сохранено в 09:40')
  expect(sent[0]?.body).toMatchObject({ comment: 'Готово' })
})

test('a form put away gives the focus back to its button', async () => {
  await openReport()
  await userEvent.click(await button('Свернуть'))
  expect(await button('Сдать')).toHaveFocus()
})

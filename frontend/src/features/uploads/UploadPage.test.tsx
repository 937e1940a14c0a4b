import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { UploadOut } from '@/api/generated/types.gen'
import { api, aroundEveryTest, json, sent, server, serveUpload, showUpload } from './screenForTests'
import { readingWith, schoolWith, tableWith, uploadWith } from './uploadForTests'

aroundEveryTest()
const ID = uploadWith({}).id
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
const stream = (...events: object[]) =>
  new HttpResponse(events.map((event) => `event: progress\ndata: ${JSON.stringify(event)}\n\n`).join(''), {
    headers: { 'Content-Type': 'text/event-stream' },
  })

test('the progress is followed by the stream until the file waits for a decision', async () => {
  let upload: UploadOut = uploadWith({ state: 'received', reading: null, rows_total: null })
  serveUpload(() => upload)
  server.use(
    http.get(api(`/uploads/${ID}/events`), () => {
      upload = uploadWith({})
      return stream({ state: 'parsing', progress_pct: 60, progress_text: 'Проверяем строки: 8' })
    }),
  )
  showUpload(ID)
  expect(await screen.findByRole('button', { name: 'Принять протокол' })).toBeInTheDocument()
  expect(screen.queryByRole('progressbar')).toBeNull()
})

test('a broken stream is replaced by looking again', async () => {
  const upload = uploadWith({
    state: 'parsing',
    reading: null,
    progress_pct: 40,
    progress_text: 'Читаем файл',
  })
  serveUpload(() => upload)
  server.use(http.get(api(`/uploads/${ID}/events`), () => json({ title: 'Нет', status: 404 }, 404)))
  showUpload(ID)
  expect(await screen.findByRole('progressbar')).toHaveValue(40)
  expect(screen.getByText('Читаем файл, 25', { exact: false })).toHaveAttribute('role', 'status')
})

test('a clean file is accepted with one press', async () => {
  let upload = uploadWith({})
  serveUpload(
    () => upload,
    () => {
      upload = uploadWith({
        state: 'committed',
        rows_written: 8,
        decided_at: '2021-03-17T09:41:00+04:00',
        decided_by: 'Петров П. П.',
        allowed_actions: ['revert'],
      })
      return null
    },
  )
  showUpload(ID)
  await press('Принять протокол')
  expect(await screen.findByText('8 строк', { exact: false, selector: 'dd' })).toBeInTheDocument()
  expect(sent).toEqual([{ to: '/commit', body: {} }])
  expect(screen.getByRole('link', { name: /Результаты школы/ })).toBeInTheDocument()
})

test('rows without errors are written only after it was said how many stay out', async () => {
  const upload = uploadWith({
    errors: 3,
    rows_bad: 3,
    rows_total: 12,
    allowed_actions: ['commit_clean_rows', 'cancel'],
    blocked_by: [{ action: 'commit', reason: 'Нельзя: в файле 3 ошибки.' }],
  })
  serveUpload(() => upload)
  showUpload(ID)
  expect(await screen.findByText('Нельзя: в файле 3 ошибки.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Принять протокол' })).toHaveAttribute('aria-disabled', 'true')
  await press('Загрузить строки без ошибок')
  expect(screen.getByText(/Не попадут в базу 3/)).toBeInTheDocument()
  expect(sent).toEqual([])
  await press('Загрузить без них')
  await waitFor(() => expect(sent).toEqual([{ to: '/commit', body: { clean_rows_only: true } }]))
})

test('a large change needs a colleague and a reason', async () => {
  let upload = uploadWith({
    guarded: true,
    allowed_actions: ['cancel'],
    blocked_by: [{ action: 'commit', reason: 'Принять такую загрузку должен другой сотрудник.' }],
  })
  serveUpload(() => upload)
  const { unmount } = showUpload(ID)
  expect(await screen.findByText('Принять такую загрузку должен другой сотрудник.')).toBeInTheDocument()
  unmount()
  upload = uploadWith({ guarded: true })
  showUpload(ID)
  await press('Принять протокол')
  await press('Принять')
  expect(await screen.findByRole('alert')).toHaveTextContent('Напишите, почему такие изменения верны.')
  await userEvent.type(screen.getByLabelText('Почему это верно'), 'исправлен год')
  await press('Принять')
  await waitFor(() =>
    expect(sent).toEqual([{ to: '/commit', body: { clean_rows_only: false, reason: 'исправлен год' } }]),
  )
})

test('taking back keeps what was changed later only when the person says so', async () => {
  const upload = uploadWith({ state: 'committed', allowed_actions: ['revert'], job_id: null })
  serveUpload(
    () => upload,
    () =>
      sent.length === 1
        ? json(
            {
              type: 'https://x/problems/changed-later',
              title: 'Нельзя',
              detail: 'Протоколов изменено позже: 1.',
            },
            409,
          )
        : null,
  )
  showUpload(ID)
  await press('Откатить')
  await userEvent.type(screen.getByLabelText('Причина'), 'не тот файл')
  expect(screen.queryByRole('checkbox')).toBeNull()
  await press('Откатить')
  expect(await screen.findByText(/Протоколов изменено позже: 1/)).toBeInTheDocument()
  await userEvent.click(
    screen.getByRole('checkbox', { name: 'Оставить изменённые позже и откатить остальное' }),
  )
  await press('Откатить')
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent.map(({ body }) => body)).toEqual([
    { reason: 'не тот файл', keep_changed: false },
    { reason: 'не тот файл', keep_changed: true },
  ])
})

test('a question is answered on top of the page, and the file is read again', async () => {
  const question = { kind: 'decimal' as const, sentence: 'Какой знак?', sample: '1,234', options: [',', '.'] }
  const upload = uploadWith({ reading: readingWith({ tables: [tableWith({ questions: [question] })] }) })
  serveUpload(() => upload)
  showUpload(ID)
  await press('Ответить и прочитать заново')
  expect(await screen.findByRole('alert')).toHaveTextContent('Выберите, какой знак отделяет дробную часть.')
  await userEvent.click(screen.getByRole('radio', { name: 'запятая' }))
  await press('Ответить и прочитать заново')
  await waitFor(() => expect(sent).toEqual([{ to: '/reading', body: { decimal: ',' } }]))
})

test('only what was changed about the reading is told', async () => {
  serveUpload(() => uploadWith({}))
  showUpload(ID)
  await press('Изменить чтение')
  const form = await screen.findByRole('form', { name: 'Изменить чтение файла' })
  await userEvent.click(within(form).getByRole('button', { name: 'Прочитать заново' }))
  expect(within(form).getByText('Изменений нет: файл уже прочитан так.')).toBeInTheDocument()
  const row = within(form).getByLabelText('Строка с шапкой')
  await userEvent.clear(row)
  await userEvent.type(row, '5')
  await userEvent.selectOptions(within(form).getByLabelText('Как записать'), 'upsert')
  await userEvent.click(within(form).getByRole('button', { name: 'Прочитать заново' }))
  await waitFor(() =>
    expect(sent).toEqual([{ to: '/reading', body: { strategy: 'upsert', header_rows: { 0: 5 } } }]),
  )
})

test('an unknown school is found by words, told once and remembered', async () => {
  const school = schoolWith({ key: 'login:63901099', school_id: null, school_name: null })
  serveUpload(() => uploadWith({ reading: readingWith({ schools: [school] }) }))
  server.use(
    http.get(api('/schools'), () =>
      json({
        items: [{ id: 'school-1', short_name: 'ГБОУ СОШ № 1', municipality: 'Тольятти' }],
        next_cursor: null,
      }),
    ),
  )
  showUpload(ID)
  expect(await screen.findByText(/запомнится для ваших следующих файлов/)).toBeInTheDocument()
  await press('Указать школу: 63901099')
  await userEvent.click(await screen.findByRole('radio', { name: /СОШ/ }))
  await press('Выбрать')
  await press('Сохранить и прочитать заново (1)')
  await waitFor(() =>
    expect(sent).toEqual([
      { to: '/mapping', body: { schools: { 'login:63901099': 'school-1' }, subjects: {} } },
    ]),
  )
})

test('a file that was not read says why and may be read otherwise', async () => {
  serveUpload(() =>
    uploadWith({
      state: 'failed',
      reading: null,
      error: 'В файле нет таблицы результатов.',
      allowed_actions: ['read_again'],
    }),
  )
  showUpload(ID)
  expect(await screen.findByRole('alert')).toHaveTextContent('В файле нет таблицы результатов.')
  expect(screen.getByRole('link', { name: 'Загрузить исправленный файл' })).toBeInTheDocument()
  await press('Изменить чтение')
  await userEvent.selectOptions(await screen.findByLabelText('Кодировка'), 'cp1251')
  await press('Прочитать заново')
  await waitFor(() => expect(sent).toEqual([{ to: '/reading', body: { encoding: 'cp1251' } }]))
})

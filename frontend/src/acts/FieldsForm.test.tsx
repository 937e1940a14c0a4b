import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import { getMeOptions } from '@/api/generated/@tanstack/react-query.gen'
import { Problem } from '@/api/problems'
import { type FieldSpec, FieldsForm, type Typed } from './FieldsForm'

const ME = { id: 'me', kind: 'person', full_name: 'Иванова И. И.', permissions: [], roles: [] }
const server = setupServer(http.get(`${window.location.origin}/api/v1/me`, () => HttpResponse.json(ME)))
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => forgetDrafts())
afterAll(() => server.close())

const FIELDS: FieldSpec[] = [
  { name: 'basis', label: 'Основание', needed: 'Укажите основание.' },
  { name: 'on', label: 'День', kind: 'date', start: '2021-03-17', needed: 'Укажите день.' },
  { name: 'share', label: 'Доля', kind: 'number' },
  {
    name: 'priority',
    label: 'Важность',
    kind: 'select',
    options: [
      { value: 'high', text: 'высокая' },
      { value: 'low', text: 'низкая' },
    ],
  },
]
const PAPER: FieldSpec = { name: 'file', label: 'Файл', kind: 'file', needed: 'Приложите файл.' }

type Send = (typed: Typed, file: File | null) => Promise<unknown>

/** Opens the form; what is sent goes to `onSend`. */
function open(onSend: Send = vi.fn(async () => null), fields = FIELDS) {
  const onSaved = vi.fn()
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(getMeOptions().queryKey, ME as never)
  const { unmount } = render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <Suspense>
          <FieldsForm
            draft="probe"
            takesFocus
            onClose={() => {}}
            onSaved={onSaved}
            label="Проба"
            submit="Сохранить"
            sending="Сохраняем"
            fields={fields}
            onSend={onSend}
          />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { onSaved, unmount }
}

const press = () => userEvent.click(screen.getByRole('button', { name: 'Сохранить' }))
const basis = () => screen.findByRole('textbox', { name: /Основание/ })

async function retype(label: RegExp, typed: string) {
  const field = screen.getByLabelText(label)
  await userEvent.clear(field)
  if (typed) await userEvent.type(field, typed)
}

test('days and numbers go as the API reads them, the first of a list is chosen, what is empty is empty', async () => {
  const send = vi.fn(async () => null)
  const { onSaved } = open(send)
  await userEvent.type(await basis(), '  Приказ № 5 ')
  expect(screen.getByLabelText(/День/)).toHaveValue('17.03.2021')
  await retype(/День/, '1.4.21')
  await retype(/Доля/, '12,5')
  await press()
  await waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
  expect(send).toHaveBeenCalledWith(
    { basis: 'Приказ № 5', on: '2021-04-01', share: '12.5', priority: 'high' },
    null,
    expect.anything(),
  )
})

test('what is missing or no date and no number is told at its field, and nothing is sent', async () => {
  const send = vi.fn(async () => null)
  open(send)
  await basis()
  await retype(/День/, '31.02.2021')
  await retype(/Доля/, 'много')
  await userEvent.selectOptions(screen.getByLabelText(/Важность/), 'низкая')
  await press()
  expect(await basis()).toHaveAccessibleDescription(/Укажите основание/)
  expect(screen.getByLabelText(/День/)).toHaveAccessibleDescription(/Такой даты нет/)
  expect(screen.getByLabelText(/Доля/)).toHaveAccessibleDescription(/Введите число/)
  expect(send).not.toHaveBeenCalled()
  expect(screen.getByLabelText(/Доля/)).toHaveValue('много')
})

test('a double press sends once', async () => {
  let release = () => {}
  const send = vi.fn(
    () =>
      new Promise<void>((done) => {
        release = done
      }),
  )
  const { onSaved } = open(send)
  await userEvent.type(await basis(), 'Приказ')
  await userEvent.dblClick(screen.getByRole('button', { name: 'Сохранить' }))
  expect(send).toHaveBeenCalledOnce()
  release()
  await waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
})

test('a refusal of the server stands at its field, what was typed stays', async () => {
  const { onSaved } = open(async () => {
    throw new Problem({
      status: 422,
      title: 'Проверьте поля',
      text: 'Этот день ещё не наступил.',
      fields: [{ pointer: '/on', message: 'Этот день ещё не наступил.' }],
    })
  })
  await userEvent.type(await basis(), 'Приказ')
  await press()
  await waitFor(() => expect(screen.getByLabelText(/День/)).toHaveAccessibleDescription(/ещё не наступил/))
  expect(await basis()).toHaveValue('Приказ')
  expect(onSaved).not.toHaveBeenCalled()
})

test('what is typed outlives the form and is forgotten when it is sent', async () => {
  const first = open()
  await userEvent.type(await basis(), 'Приказ')
  first.unmount()
  const second = open()
  expect(await basis()).toHaveValue('Приказ')
  await press()
  await waitFor(() => expect(second.onSaved).toHaveBeenCalledOnce())
  second.unmount()
  open()
  expect(await basis()).toHaveValue('')
})

test('a file that is needed is asked for, named when chosen, and sent', async () => {
  const send = vi.fn(async () => null)
  open(send, [PAPER])
  await userEvent.click(await screen.findByRole('button', { name: 'Сохранить' }))
  expect((await screen.findAllByText(/Приложите файл/)).length).toBeGreaterThan(0)
  expect(send).not.toHaveBeenCalled()
  const paper = new File(['x'], 'Приказ.pdf', { type: 'application/pdf' })
  await userEvent.upload(document.querySelector('input[type=file]') as HTMLInputElement, paper)
  expect(await screen.findByText('Выбран файл «Приказ.pdf»')).toBeInTheDocument()
  await press()
  await waitFor(() => expect(send).toHaveBeenCalledOnce())
  expect(send).toHaveBeenCalledWith({ file: '' }, paper, expect.anything())
})

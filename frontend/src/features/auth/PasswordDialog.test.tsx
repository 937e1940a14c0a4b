import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { PasswordForm } from './PasswordDialog'

const api = (path: string) => `${window.location.origin}/api/v1${path}`
const asked: string[] = []
const refusal = (pointer: string, message: string) =>
  HttpResponse.json(
    { title: 'Проверьте данные', status: 422, detail: message, errors: [{ pointer, message }] },
    { status: 422 },
  )
const server = setupServer(
  http.put(api('/me/password'), async ({ request }) => {
    const body = (await request.json()) as { current_password: string; new_password: string }
    asked.push('change')
    if (body.current_password !== 'old') return refusal('/current_password', 'Текущий пароль не подходит.')
    if (body.new_password.length < 12) return refusal('/new_password', 'Пароль короче 12 символов.')
    return new HttpResponse(null, { status: 204 })
  }),
  http.post(api('/auth/token'), async ({ request }) => {
    asked.push(new URLSearchParams(await request.text()).get('password') ?? '')
    return HttpResponse.json({ access_token: 'a', token_type: 'bearer', expires_in: 900 })
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked.length = 0
})
afterAll(() => server.close())

async function fillAndSend(current: string, next: string) {
  if (current) await userEvent.type(screen.getByLabelText('Текущий пароль'), current)
  if (next) await userEvent.type(screen.getByLabelText('Новый пароль'), next)
  await userEvent.click(screen.getByRole('button', { name: 'Сменить пароль' }))
}

test('a changed password logs in again by itself', async () => {
  const close = vi.fn()
  render(<PasswordForm login="petrova" onClose={close} />)
  await fillAndSend('old', 'долгая новая фраза')
  expect(await screen.findByRole('status')).toHaveTextContent('Пароль изменён.')
  await vi.waitFor(() => expect(asked).toEqual(['change', 'долгая новая фраза']))
  await userEvent.click(screen.getByRole('button', { name: 'Продолжить работу' }))
  expect(close).toHaveBeenCalledOnce()
})

test.each([
  ['wrong', 'долгая новая фраза', 'Текущий пароль', 'Текущий пароль не подходит.'],
  ['old', 'короткий', 'Новый пароль', 'Пароль короче 12 символов.'],
  ['', 'долгая новая фраза', 'Текущий пароль', 'Введите текущий пароль.'],
])('«%s» and «%s»: the words stand at «%s», which has the focus', async (current, next, label, words) => {
  render(<PasswordForm login="petrova" onClose={vi.fn()} />)
  await fillAndSend(current, next)
  const field = screen.getByLabelText(label)
  await vi.waitFor(() => expect(field).toHaveAccessibleDescription(expect.stringContaining(words)))
  expect(field).toHaveFocus()
  expect(screen.getByLabelText('Новый пароль')).toHaveValue(next)
})

test('a failure of the server is said above the form and nothing typed is lost', async () => {
  server.use(http.put(api('/me/password'), () => HttpResponse.error()))
  render(<PasswordForm login="petrova" onClose={vi.fn()} />)
  await fillAndSend('old', 'долгая новая фраза')
  expect(await screen.findByRole('alert')).toHaveTextContent('Нет связи с сервером')
  expect(screen.getByLabelText('Новый пароль')).toHaveValue('долгая новая фраза')
})

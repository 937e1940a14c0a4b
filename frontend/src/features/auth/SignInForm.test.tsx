import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { SignInForm } from './SignInForm'

const TOKEN = `${window.location.origin}/api/v1/auth/token`
const requests: URLSearchParams[] = []
const server = setupServer(
  http.post(TOKEN, async ({ request }) => {
    const form = new URLSearchParams(await request.text())
    requests.push(form)
    return form.get('password') === 'secret'
      ? HttpResponse.json({ access_token: 'a', token_type: 'bearer', expires_in: 900 })
      : HttpResponse.json({ title: 'Нужно войти', status: 401 }, { status: 401 })
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  requests.length = 0
})
afterAll(() => server.close())

async function fillAndSend(login: string, password: string) {
  if (login) await userEvent.type(screen.getByLabelText('Логин'), login)
  if (password) await userEvent.type(screen.getByLabelText('Пароль'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Войти' }))
}

test('the right pair logs in by the password form', async () => {
  const done = vi.fn()
  render(<SignInForm onSuccess={done} />)
  await fillAndSend(' petrova ', 'secret')
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce())
  expect(Object.fromEntries(requests[0] ?? [])).toMatchObject({
    grant_type: 'password',
    username: 'petrova',
    password: 'secret',
  })
})

test('a wrong pair keeps the login and says what to check', async () => {
  const done = vi.fn()
  render(<SignInForm onSuccess={done} />)
  await fillAndSend('petrova', 'wrong')
  expect(await screen.findByRole('alert')).toHaveTextContent('Логин или пароль не подошли')
  expect(screen.getByLabelText('Логин')).toHaveValue('petrova')
  expect(done).not.toHaveBeenCalled()
})

test('an empty field is named, gets the focus, and nothing is sent', async () => {
  render(<SignInForm onSuccess={vi.fn()} />)
  await fillAndSend('petrova', '')
  expect(screen.getByLabelText('Пароль')).toHaveAccessibleDescription('Введите пароль.')
  expect(screen.getByLabelText('Пароль')).toHaveFocus()
  expect(requests).toHaveLength(0)
})

test('without connection nothing typed is lost', async () => {
  server.use(http.post(TOKEN, () => HttpResponse.error()))
  render(<SignInForm onSuccess={vi.fn()} />)
  await fillAndSend('petrova', 'secret')
  expect(await screen.findByRole('alert')).toHaveTextContent('Нет связи с сервером')
  expect(screen.getByLabelText('Пароль')).toHaveValue('secret')
})

test('the password can be looked at', async () => {
  render(<SignInForm onSuccess={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: 'Показать пароль' }))
  expect(screen.getByLabelText('Пароль')).toHaveAttribute('type', 'text')
})

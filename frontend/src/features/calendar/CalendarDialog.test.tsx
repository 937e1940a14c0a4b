import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CalendarOut } from '@/api/generated/types.gen'
import { Calendar } from './CalendarDialog'

const ADDRESS = `${window.location.origin}/api/v1/me/calendar`
const OFF: CalendarOut = { is_on: false, created_at: null, last_read_at: null }
const ON: CalendarOut = {
  is_on: true,
  created_at: '2021-03-15T10:00:00+04:00',
  last_read_at: '2021-03-17T08:05:00+04:00',
}
let stored = OFF
const asked: string[] = []
const server = setupServer(
  http.get(ADDRESS, () => HttpResponse.json(stored)),
  http.post(ADDRESS, () => {
    asked.push('create')
    stored = { ...ON, last_read_at: null }
    return HttpResponse.json(
      { path: `/calendar/secret${asked.length}.ics`, created_at: ON.created_at },
      { status: 201 },
    )
  }),
  http.delete(ADDRESS, () => {
    asked.push('revoke')
    stored = OFF
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked.length = 0
})
afterAll(() => server.close())

function open(calendar: CalendarOut) {
  stored = calendar
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Calendar />
    </QueryClientProvider>,
  )
}
const button = (name: string) => screen.findByRole('button', { name })

test('a calendar that is off gets an address, which is shown once with ways to use it', async () => {
  const user = userEvent.setup()
  open(OFF)
  await user.click(await button('Создать адрес'))
  const address = `${window.location.origin}/calendar/secret1.ics`
  expect(await screen.findByLabelText('Адрес календаря')).toHaveValue(address)
  expect(screen.getByRole('link')).toHaveAttribute('href', address.replace(/^http:/, 'webcal:'))
  expect(await screen.findByText(/Его ещё не читали/)).toBeInTheDocument()
  await user.click(await button('Скопировать'))
  expect(await navigator.clipboard.readText()).toBe(address)
  expect(screen.getByText('Адрес скопирован.')).toBeInTheDocument()
})

test('a calendar that is on tells since when and when it was read, its address stays secret', async () => {
  open(ON)
  expect(await screen.findByText(/создан 15\.03\.2021, 10:00/)).toHaveTextContent(
    /читали 17\.03\.2021, 08:05/,
  )
  expect(screen.queryByLabelText('Адрес календаря')).toBeNull()
})

test('a new address takes the place of the old one, and says what that means before', async () => {
  open(ON)
  const anew = await button('Создать новый адрес')
  expect(anew).toHaveAccessibleDescription(/календари, в\s?которые добавлен прежний, обновляться перестанут/)
  await userEvent.click(anew)
  expect(await screen.findByLabelText('Адрес календаря')).toBeInTheDocument()
  expect(asked).toEqual(['create'])
})

test('a calendar that was turned off says that the old address reads nothing', async () => {
  open(ON)
  await userEvent.click(await button('Отключить'))
  expect(await screen.findByText(/по прежнему адресу сроки больше не прочитать/)).toBeInTheDocument()
  expect(asked).toEqual(['revoke'])
})

test('a refusal is told and nothing is shown as made', async () => {
  open(OFF)
  server.use(http.post(ADDRESS, () => HttpResponse.json({}, { status: 503 })))
  await userEvent.click(await button('Создать адрес'))
  expect(await screen.findByRole('alert')).toHaveTextContent('Сервер временно недоступен')
  expect(screen.queryByLabelText('Адрес календаря')).toBeNull()
})

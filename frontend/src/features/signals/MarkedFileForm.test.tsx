import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { MarkedFileOut } from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'
import { MarkedFileForm } from './MarkedFileForm'
import { ME } from './signalsForTests'

const CHECKED: MarkedFileOut = {
  outcome: 'checked',
  rows: 3,
  years: [2021],
  marked: 2,
  changed: 2,
  unchanged: 0,
  unknown_total: 1,
  unknown: [{ row: 4, login: '639999', school: 'Школа на Луне' }],
  errors: [],
  warnings: [],
}
const asked: string[] = []
let answer = CHECKED
const server = setupServer(
  http.get(`${window.location.origin}/api/v1/me`, () => HttpResponse.json(ME)),
  http.post(`${window.location.origin}/api/v1/marked-school-files`, async ({ request }) => {
    asked.push(/name="dry_run"\r\n\r\n(\w+)/.exec(await request.text())?.[1] ?? '')
    return HttpResponse.json(answer)
  }),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  asked.length = 0
  answer = CHECKED
  forgetDrafts()
})
afterAll(() => server.close())

async function open() {
  const queries = new QueryClient()
  queries.setQueryData(meOptions().queryKey, ME)
  render(
    <QueryClientProvider client={queries}>
      <Suspense>
        <MarkedFileForm />
      </Suspense>
    </QueryClientProvider>,
  )
  await userEvent.upload(screen.getByLabelText('Файл'), new File(['Логин;Год'], 'list.csv'))
}

test('a list is tried before it is written, and unknown logins are named', async () => {
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Проверить' }))
  expect(await screen.findByText(/Изменится 2.строки/)).toBeInTheDocument()
  expect(screen.getByText(/Строка 4: 639999, Школа на Луне/)).toBeInTheDocument()
  answer = { ...CHECKED, outcome: 'written' }
  await userEvent.click(screen.getByRole('radio', { name: 'Записать' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Записать' }))
  expect(await screen.findByText(/Записано: 2/)).toBeInTheDocument()
  expect(asked).toEqual(['true', 'false'])
})

test('every wrong cell is named by its place', async () => {
  answer = {
    ...CHECKED,
    outcome: 'refused',
    errors: [{ row: 3, column: 'E', value: '2', message: 'Поставьте 1.' }],
  }
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Проверить' }))
  expect(await screen.findByText(/Ничего не записано/)).toBeInTheDocument()
  expect(screen.getByText(/Строка 3, столбец E, «2»: Поставьте 1\./)).toBeInTheDocument()
})

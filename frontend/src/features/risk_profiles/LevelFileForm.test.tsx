import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { LevelFileOut, MeOut } from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'
import { LevelFileForm } from './LevelFileForm'

const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'methodist',
  full_name: 'Методист',
  roles: [],
  permissions: [],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}
const CHECKED: LevelFileOut = {
  outcome: 'checked',
  rows: 2,
  schools: 1,
  changed: 1,
  unchanged: 1,
  changes: [
    {
      school_id: 's',
      school_name: 'ГБОУ СОШ № 7',
      factor_name: 'Дефицит кадров',
      cycle: 2021,
      was: 'Низкая',
      becomes: 'Высокая',
    },
  ],
  errors: [],
  warnings: ['Не использованы столбцы: A.'],
}
const asked: string[] = []
let answer: LevelFileOut = CHECKED
const server = setupServer(
  http.get(`${window.location.origin}/api/v1/me`, () => HttpResponse.json(ME)),
  http.post(`${window.location.origin}/api/v1/risk-level-files`, async ({ request }) => {
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
        <LevelFileForm />
      </Suspense>
    </QueryClientProvider>,
  )
  await userEvent.upload(screen.getByLabelText('Файл'), new File(['школа;фактор;уровень'], 'levels.csv'))
}

test('a file is tried before it is written, and what would change is shown', async () => {
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Проверить' }))
  const answered = await screen.findByText(/Изменится 1\sуровень, без изменений 1/)
  expect(answered.closest('[role="status"]')).toHaveTextContent('Дефицит кадров: низкая → высокая')
  answer = { ...CHECKED, outcome: 'written' }
  await userEvent.click(screen.getByRole('radio', { name: 'Записать' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Записать' }))
  expect(await screen.findByText(/Записано: 1/)).toBeInTheDocument()
  expect(asked).toEqual(['true', 'false'])
})

test('every wrong cell is named by its place', async () => {
  answer = {
    ...CHECKED,
    outcome: 'refused',
    changes: [],
    errors: [{ row: 3, column: 'C', value: 'ужасная', message: 'Впишите «Высокая».' }],
  }
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Проверить' }))
  expect(await screen.findByText(/Ничего не записано/)).toBeInTheDocument()
  expect(screen.getByText(/Строка 3, столбец C, «ужасная»/)).toBeInTheDocument()
})

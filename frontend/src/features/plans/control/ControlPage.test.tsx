import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { expect, test } from 'vitest'
import { uuid } from '../matrix/matrixForTests'
import { api, exported, openPage, serve, server, withServer } from '../pageForTests'
import { anEdition } from '../rowForTests'
import { ControlPage } from './ControlPage'
import { aControl } from './controlForTests'

withServer()
const asked: (string | null)[] = []

function open(address: string) {
  asked.length = 0
  serve({ '/editions/:id/activities': anEdition() })
  server.use(
    http.get(api('/editions/:id/control'), ({ request }) => {
      const since = new URL(request.url).searchParams.get('since')
      asked.push(since)
      return HttpResponse.json(aControl({ since: since ?? '2021-03-10' }) as unknown as JsonBodyType)
    }),
  )
  return openPage(address, ControlPage)
}

test('the page says it in a sentence, then by section, then row by row with the owner', async () => {
  open('/control')
  expect(await screen.findByText(/просрочена 1 на 7\sдней\. Проверки ждут 2\sотчёта/)).toBeInTheDocument()
  const total = screen.getByRole('row', { name: /^Всего/ })
  expect(
    within(total)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent),
  ).toEqual(['26', '1', '3', '1', '18', '3'])
  const overdue = screen.getByRole('row', { name: /^500\+\.4/ })
  expect(overdue).toHaveTextContent('на 7 дней')
  expect(overdue).toHaveTextContent('Центральное управление, кураторы')
  expect(overdue).toHaveTextContent('РПШ не верифицирован')
})

test('the day since which changes are told is asked of the server and stands in the address', async () => {
  const address = open('/control')
  await userEvent.click(await screen.findByRole('button', { name: 'С начала месяца' }))
  expect(address()).toEqual({ since: '2021-03-01' })
  await screen.findByRole('heading', { name: 'Что изменилось с 01.03.2021' })
  const field = screen.getByLabelText('С прошлого совещания')
  await userEvent.clear(field)
  await userEvent.type(field, '3.3.21{Enter}')
  expect(address()).toEqual({ since: '2021-03-03' })
  await waitFor(() => expect(asked).toEqual([null, '2021-03-01', '2021-03-03']))
})

test.each([
  ['31.02.2021', 'Введите день, например 12.02.2021.'],
  ['18.03.2021', 'Этот день ещё не наступил.'],
])('«%s» is not asked for: %s', async (typed, words) => {
  const address = open('/control')
  const field = await screen.findByLabelText('С прошлого совещания')
  await userEvent.clear(field)
  await userEvent.type(field, `${typed}{Enter}`)
  expect(screen.getByLabelText('С прошлого совещания')).toHaveAccessibleDescription(words)
  expect(address()).toEqual({})
})

test('the workbook is of the same day and of the same overdue rows', async () => {
  open('/control?since=2021-03-01')
  await userEvent.click(await screen.findByRole('button', { name: 'Скачать XLSX' }))
  await waitFor(() => expect(exported).toHaveLength(1))
  expect(exported[0]).toEqual({
    view: 'control',
    activity_ids: [uuid(1)],
    since: '2021-03-01',
    conditions: 'Изменения с 01.03.2021',
  })
})

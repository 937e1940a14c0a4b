import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { asked, LINE_PAGE, open, press, RUN_PAGE, sent, serve, tried } from './openForTests'
import { RULE } from './runForTests'
import { readRunSearch } from './runSearch'

serve()

test('runs are told with what they found, and a new one is started by year and rule', async () => {
  const router = open('/identification')
  const table = within(await screen.findByRole('table', { name: 'Расчёты перечня' }))
  expect(table.getByRole('link', { name: '2020' })).toHaveAttribute('href', RUN_PAGE)
  expect(table.getByText('не открыт школам')).toBeInTheDocument()
  await press('Новый расчёт')
  await userEvent.selectOptions(await screen.findByLabelText('Результаты года'), '2019')
  await press('Рассчитать')
  await waitFor(() =>
    expect(sent).toEqual([
      { to: '/identification/runs', body: { year: 2019, rule_id: RULE.id, note: null } },
    ]),
  )
  await waitFor(() => expect(router.state.location.pathname).toBe(RUN_PAGE))
})

test('a new version of the rule says why and by which document; what is counted is taken over', async () => {
  open('/identification')
  await press('Новая версия правила')
  const share = await screen.findByLabelText('Порог доли, %')
  await userEvent.clear(share)
  await userEvent.type(share, '27,5')
  await press('Ввести версию')
  expect(await screen.findAllByText('Назовите документ.')).toHaveLength(2)
  await userEvent.type(screen.getByLabelText('Почему меняется правило'), 'решение коллегии')
  await userEvent.type(screen.getByLabelText('Документ'), 'приказ № 12')
  await press('Ввести версию')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    to: '/identification/rules',
    body: {
      based_on_id: RULE.id,
      basis: 'приказ № 12',
      parameters: { share_pct: 27.5, min_participants: 10, criteria: 'any', excluded_kinds: ['corrective'] },
    },
  })
})

test('the list tells verdict, zone in words, reasons, probability, three years; the filter is in the address', async () => {
  const router = open(`${RUN_PAGE}?verdict=low_results&zone=purple`)
  const table = within(await screen.findByRole('table', { name: /Школы в расчёте/ }))
  expect(table.getByText('красная зона')).toBeInTheDocument()
  expect(table.getByText(/5.из.13/)).toBeInTheDocument()
  expect(table.getByText(/47.%/)).toBeInTheDocument()
  expect(table.getByText(/2020:.низкие, 2019:.нет, 2018:.—/)).toBeInTheDocument()
  expect(table.getByText(/мог сложиться случайно/)).toBeInTheDocument()
  expect(table.getByRole('link', { name: /Васильевка/ })).toHaveAttribute('href', LINE_PAGE)
  expect(asked).toEqual(['?status=low_results'])
  await userEvent.selectOptions(screen.getByLabelText('Решение'), 'undecided')
  await waitFor(() => expect(asked.at(-1)).toBe('?status=low_results&decision=undecided'))
  expect(router.state.location.search).toEqual({ verdict: 'low_results', decision: 'undecided' })
})

test('a slider asks what would be, keeps it in the address and writes nothing', async () => {
  const router = open(RUN_PAGE)
  await userEvent.click(await screen.findByText('Что будет при других порогах'))
  const slider = await screen.findByRole('slider', { name: /Порог доли/ })
  expect(tried).toEqual([''])
  for (const value of ['28', '26', '25']) fireEvent.change(slider, { target: { value } })
  await waitFor(() => expect(tried.at(-1)).toBe('?share_pct=25'))
  // A drag is one question.
  expect(tried).toHaveLength(2)
  expect(router.state.location.search).toMatchObject({ share: 25 })
  expect(await screen.findByText(/Вердикт меняется: 1.школа/)).toBeInTheDocument()
  expect(screen.getByText(/станет «низкие результаты»/)).toBeInTheDocument()
  await press('Вернуть пороги расчёта')
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty('share'))
  expect(sent).toEqual([])
})

test('a run is repeated on the screen, and what the data say now stands beside', async () => {
  open(RUN_PAGE)
  await userEvent.click(await screen.findByText(/Повторить расчёт/))
  expect(await screen.findByText(/Повторён точно: 3.школы/)).toBeInTheDocument()
  const table = within(screen.getByRole('table', { name: /отличаются от расчёта/ }))
  expect(table.getByText('2 из 13')).toBeInTheDocument()
  expect(table.getByText('низких результатов нет')).toBeInTheDocument()
})

test('what is not understood in the address is dropped', () => {
  expect(
    readRunSearch({ verdict: 'bad', share: 25, least: 1000, low: '2', criteria: 'all', page: 1 }),
  ).toEqual({
    share: 25,
    criteria: 'all',
  })
})

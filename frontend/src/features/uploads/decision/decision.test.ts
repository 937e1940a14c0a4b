import { expect, test } from 'vitest'
import { uploadWith } from '../uploadForTests'
import { staysOut } from './CommitForm'
import { whatHappened } from './Settled'

const plain = (text: unknown) => String(text).replaceAll('\u00a0', ' ')
const told = (parts: Parameters<typeof uploadWith>[0]) =>
  whatHappened(uploadWith(parts)).map(({ name, value }) => `${name}: ${plain(value)}`)

test('the confirmation says how many rows stay out', () => {
  expect(plain(staysOut({ rows_bad: 3, rows_total: 1200 }))).toContain('Не попадут в базу 3 строки из 1 200')
  expect(plain(staysOut({ rows_bad: 1, rows_total: 12 }))).toContain('Не попадёт в базу 1 строка из 12')
})

test('who decided what and when, with the reason', () => {
  const decided_at = '2021-03-16T10:15:00+04:00'
  expect(told({ state: 'committed', decided_at, decided_by: 'Петров П. П.', rows_written: 8 })).toEqual([
    'Принято: 16.03.2021, 10:15, Петров П. П.',
    'Записано: 8 строк',
  ])
  expect(told({ state: 'cancelled', decided_at, decided_by: 'Петров П. П.' })).toEqual([
    'Отказались: 16.03.2021, 10:15, Петров П. П.',
  ])
  expect(
    told({
      state: 'reverted',
      decided_at,
      reverted_at: '2021-03-17T09:00:00+04:00',
      reverted_by: 'Иванова И. И.',
      reason: 'апелляция',
      revert_reason: 'не тот файл',
    }),
  ).toEqual([
    'Принято: 16.03.2021, 10:15, сразу после проверки',
    'Почему приняли: апелляция',
    'Откачено: 17.03.2021, 09:00, Иванова И. И.',
    'Почему откатили: не тот файл',
  ])
})

import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { aControl, anOverdue } from './controlForTests'
import { readControlSearch } from './controlSearch'
import { changesWords, controlSentence, countOf, quickDays } from './controlWords'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const section = (counts: Record<string, number>, rows: number) => ({
  code: '1',
  title: 'Анализ',
  rows,
  counts,
})

test.each([
  [
    aControl({
      sections: [section({ late: 2, ok: 20 }, 22), section({ run: 22 }, 22)],
      overdue: [anOverdue({ days: 7 }), anOverdue({ days: 21 })],
      to_check: 3,
    }),
    'Из 44 строк плана просрочены 2, самая давняя на 21 день. Проверки ждут 3 отчёта. Ожидаемых результатов достигнуто 7 из 19.',
  ],
  [
    aControl({ sections: [section({ late: 1 }, 21)], overdue: [anOverdue({ days: 7 })], to_check: 1 }),
    'Из 21 строки плана просрочена 1 на 7 дней. Проверки ждёт 1 отчёт. Ожидаемых результатов достигнуто 7 из 19.',
  ],
  [
    aControl({ sections: [section({ ok: 5 }, 5)], overdue: [], to_check: 0, results_total: 0 }),
    'Из 5 строк плана просрочек нет. Отчётов, которые ждут проверки, нет.',
  ],
])('%#: %s', (control, words) => {
  expect(plain(controlSentence(control))).toBe(words)
})

test('a shape that this screen does not know counts as «not yet», so that the columns sum up to the rows', () => {
  const counts = { late: 1, paused: 2, idle: 3 }
  expect([countOf({ counts }, 'late'), countOf({ counts }, 'idle'), countOf({ counts }, 'ok')]).toEqual([
    1, 5, 0,
  ])
})

test('quick choices are a week and the first of the month', () => {
  expect(quickDays('2021-03-17')).toEqual([
    { words: 'За неделю', since: '2021-03-10' },
    { words: 'С начала месяца', since: '2021-03-01' },
  ])
})

test('what is left out of the list of changes is told', () => {
  const change = aControl().changes[0]
  const changes = change ? [change, change] : []
  expect(changesWords({ changes: [], changes_total: 0 })).toBe('изменений нет')
  expect(plain(changesWords({ changes, changes_total: 2 }))).toBe('2 изменения')
  expect(changesWords({ changes, changes_total: 120 })).toBe('показаны последние 2 из 120')
})

test('the day since which changes are told survives the address, half a date does not', () => {
  const through = (search: Record<string, unknown>) =>
    readControlSearch(defaultParseSearch(defaultStringifySearch(search)))
  expect(through({ since: '2021-03-10' })).toEqual({ since: '2021-03-10' })
  expect(through({ since: '10.03.2021' })).toEqual({})
  expect(through({ since: '2021-02-30', edition: 'x' })).toEqual({})
})

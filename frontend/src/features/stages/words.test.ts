import { expect, it } from 'vitest'
import type { StageCellOut } from '@/api/generated/types.gen'
import { cellStatus } from './words'

const CELL: StageCellOut = {
  step: 'visit',
  state: 'idle',
  done_on: null,
  had: 0,
  needed: 2,
  days: 14,
  facts: [],
}
const words = (part: Partial<StageCellOut>) => {
  const { kind, text } = cellStatus({ ...CELL, ...part })
  return [kind, text.replaceAll('\u00a0', ' ')]
}

it.each<[string, Partial<StageCellOut>, string[]]>([
  ['nothing there and time left', {}, ['idle', 'ещё не срок']],
  ['some of it there', { state: 'partly', had: 1 }, ['run', 'в работе, есть 1 из 2']],
  ['a week left', { state: 'due', days: 7 }, ['due', 'осталось 7 дней']],
  ['three days left', { state: 'due', days: 3, had: 1 }, ['due', 'осталось 3 дня, есть 1 из 2']],
  ['the day itself', { state: 'due', days: 0 }, ['due', 'срок сегодня']],
  ['a day late', { state: 'late', days: -1 }, ['late', 'просрочено на 1 день']],
  [
    'late with a part of it',
    { state: 'late', days: -31, had: 1 },
    ['late', 'просрочено на 31 день, есть 1 из 2'],
  ],
  ['one fact alone has no parts', { state: 'late', days: -2, needed: 1 }, ['late', 'просрочено на 2 дня']],
  ['done', { state: 'done', done_on: '2021-03-10', had: 2 }, ['ok', '10.03.2021']],
])('says of a step: %s', (_what, part, expected) => {
  expect(words(part)).toEqual(expected)
})

import { expect, test } from 'vitest'
import { conditionsOf, queryOf, readFilter } from './filter'

test('the address gives the filter, whatever it does not know is dropped', () => {
  expect(readFilter({ q: ' бинар ', show: 'red' })).toEqual({ q: 'бинар', show: 'red' })
  expect(readFilter({ q: 104 })).toEqual({ q: '104' })
  expect(readFilter({ q: '  ', show: 'all', page: 3 })).toEqual({})
  expect(readFilter({ show: 'violet', q: ['a'] })).toEqual({})
  expect(readFilter({ q: 'я'.repeat(300) }).q).toHaveLength(100)
})

test('each choice asks the server for its own schools', () => {
  expect(queryOf({})).toEqual({})
  expect(queryOf({ show: 'project', q: 'яр' })).toEqual({ in_project: true, q: 'яр' })
  expect(queryOf({ show: 'low_results' })).toEqual({ low_results: true })
  expect(queryOf({ show: 'yellow' })).toEqual({ zone: 'yellow' })
})

test('the conditions are named in words', () => {
  expect(conditionsOf({})).toEqual([])
  expect(conditionsOf({ q: 'яр', show: 'red' })).toEqual(['«яр» в названии или коде', '«Красная зона»'])
})

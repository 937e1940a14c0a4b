import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { uuid } from './matrixForTests'
import { type MatrixSearch, readMatrixSearch } from './matrixSearch'

const throughAddress = (search: MatrixSearch) =>
  readMatrixSearch(defaultParseSearch(defaultStringifySearch({ ...search })))

test.each<MatrixSearch>([
  {},
  { show: 'late', members: 'project', q: 'яр', order: 'name', section: '500+', lines: 'all', page: 3 },
  { edition: uuid(1), row: uuid(2), school: uuid(3) },
])('a view survives the address: %j', (search) => {
  expect(throughAddress(search)).toEqual(search)
})

test.each([
  { show: 'overdue' },
  { members: true },
  { order: 'urgency' },
  { lines: 'counted' },
  { page: 1.5 },
  // A cell is a row and a school: half of it opens nothing.
  { row: uuid(2) },
  { row: uuid(2), school: 'ГБОУ' },
])('what is not understood is dropped: %j', (search) => {
  expect(readMatrixSearch(search)).toEqual({})
})

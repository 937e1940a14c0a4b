import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { type PlanSearch, readPlanSearch, sectionParam } from './planSearch'

const ROW = '3f1c7a90-52aa-5f0e-9c1d-0a1b2c3d4e5f'

/** The state as it comes back after a trip through the address bar. */
const throughAddress = (search: PlanSearch) =>
  readPlanSearch(defaultParseSearch(defaultStringifySearch({ ...search })))

test.each<PlanSearch>([
  {},
  { status: 'late', section: sectionParam('500+'), who: 'curator', rows: 'roomy', row: ROW },
  { section: sectionParam('1') },
  { edition: ROW, status: 'ask' },
])('a view survives the address: %j', (search) => {
  expect(throughAddress(search)).toEqual(search)
})

test('a numbered section stands in the address without quotes', () => {
  expect(defaultStringifySearch({ section: sectionParam('7') })).toBe('?section=7')
})

test.each([
  { status: 'overdue' },
  { who: 'minister' },
  { rows: 'compact' },
  { row: '500+.4' },
  { row: ['a'] },
  { edition: 7 },
  { section: '' },
  { section: 1.5 },
  { section: { a: 1 } },
  { unknown: 'x' },
])('what is not understood is dropped: %j', (search) => {
  expect(readPlanSearch(search)).toEqual({})
})

test('a misread value does not come back from the address', () => {
  // So the router puts together what it read and what the page understood.
  const read = { status: 'overdue', row: 'x', section: '', who: 1, rows: 'huge', edition: 'x' }
  expect({ ...read, ...readPlanSearch(read) }).toEqual({})
})

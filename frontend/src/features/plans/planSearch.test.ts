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
  { view: 'timeline', group: 'school', school: ROW, page: 3, paper: 'a3' },
  { from: '2021-03-01', to: '2021-03-31', sort: 'due', q: 'справка по школам' },
  { who: 'school-1x9f', q: '7.1' },
  { q: '2021' },
])('a view survives the address: %j', (search) => {
  expect(throughAddress(search)).toEqual(search)
})

test('a numbered section stands in the address without quotes', () => {
  expect(defaultStringifySearch({ section: sectionParam('7') })).toBe('?section=7')
})

test.each([
  { view: 'table' },
  { view: 'calendar' },
  { status: 'overdue' },
  { who: 'Территориальный координатор Игошин Г.П.' },
  { rows: 'compact' },
  { row: '500+.4' },
  { row: ['a'] },
  { school: 'ГБОУ СОШ' },
  { edition: 7 },
  { section: '' },
  { section: 1.5 },
  { section: { a: 1 } },
  { q: '   ' },
  { q: ['a'] },
  { from: '30.02.2021' },
  { from: '2021-02-30' },
  { to: 20210331 },
  { sort: 'number' },
  { group: 'section' },
  { page: 1 },
  { page: '2' },
  { paper: 'a4' },
  { unknown: 'x' },
])('what is not understood is dropped: %j', (search) => {
  expect(readPlanSearch(search)).toEqual({})
})

test('a misread value does not come back from the address', () => {
  // So the router puts together what it read and what the page understood.
  const read = {
    status: 'overdue',
    row: 'x',
    section: '',
    who: 1,
    rows: 'huge',
    edition: 'x',
    q: {},
    sort: 1,
  }
  expect({ ...read, ...readPlanSearch(read) }).toEqual({})
})

import { expect, test } from 'vitest'
import { aMatrix } from './matrixForTests'
import {
  countedColumns,
  countSchools,
  matrixConditions,
  pageOfSchools,
  sentence,
  shownColumns,
  shownSchools,
} from './matrixRows'
import type { MatrixSearch } from './matrixSearch'

const matrix = aMatrix([
  ['СОШ № 104', [0, 0, 0]],
  ['СОШ № 9', [-1, 1, 2]],
  ['СОШ с. Берёзовый Лог', [1, 1, 3]],
  ['СОШ с. Ясное', [-1, 0, 2]],
])
const office = aMatrix([
  ['СОШ № 104', [-1, 0, 0]],
  ['СОШ № 9', [-1, -1, 2]],
])
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const names = (search: MatrixSearch) =>
  shownSchools(matrix, shownColumns(matrix, search), search).map(({ school }) => school.school_name)

test('the most urgent stand first: what is late, then what is due, then what has done less', () => {
  expect(names({})).toEqual(['СОШ с. Берёзовый Лог', 'СОШ № 9', 'СОШ с. Ясное', 'СОШ № 104'])
})

test.each([
  // Russian letters come before other signs.
  ['name', ['СОШ с. Берёзовый Лог', 'СОШ с. Ясное', 'СОШ № 9', 'СОШ № 104']],
  ['done', ['СОШ с. Берёзовый Лог', 'СОШ № 9', 'СОШ с. Ясное', 'СОШ № 104']],
] as const)('the order «%s»', (order, expected) => {
  expect(names({ order })).toEqual(expected)
})

test.each([
  [{ show: 'late' }, ['СОШ с. Берёзовый Лог', 'СОШ № 9']],
  [{ show: 'due' }, ['СОШ № 9', 'СОШ с. Ясное']],
  [{ q: 'березовый' }, ['СОШ с. Берёзовый Лог']],
  [{ members: 'project' }, ['СОШ № 104']],
  [{ q: 'нет такой' }, []],
] as const)('the filter %j', (search, expected) => {
  expect(names(search)).toEqual(expected)
})

test('what is late is looked for in the rows that are shown', () => {
  expect(names({ section: 1, show: 'late' })).toEqual(['СОШ с. Берёзовый Лог'])
  expect(countSchools(matrix, shownColumns(matrix, { section: '1' }), {})).toEqual({
    all: 4,
    late: 1,
    due: 0,
  })
})

test('a chip counts what it would show, whichever chip is chosen', () => {
  const columns = shownColumns(matrix, {})
  expect(countSchools(matrix, columns, { show: 'due' })).toEqual({ all: 4, late: 2, due: 2 })
  expect(countSchools(matrix, columns, { q: '№' })).toEqual({ all: 2, late: 1, due: 1 })
})

test('rows are narrowed to a section and keep their places', () => {
  const places = (search: MatrixSearch) => shownColumns(matrix, search).map(({ place }) => place)
  expect([places({}), places({ section: '500+' }), places({ section: 2 })]).toEqual([[0, 1, 2], [1, 2], []])
})

test('a row that no school has a cell in is shown only when all are asked for', () => {
  const places = (search: MatrixSearch) => shownColumns(office, search).map(({ place }) => place)
  expect([places({}), places({ lines: 'all' })]).toEqual([
    [1, 2],
    [0, 1, 2],
  ])
})

test('the foot counts the schools of the filter, on all pages', () => {
  const foot = (search: MatrixSearch) => {
    const columns = shownColumns(matrix, search)
    return countedColumns(matrix, columns, shownSchools(matrix, columns, search)).map(({ met, total }) => [
      met,
      total,
    ])
  }
  expect(foot({})).toEqual([
    [1, 2],
    [2, 4],
    [1, 4],
  ])
  expect(foot({ show: 'late' })).toEqual([
    [0, 1],
    [0, 2],
    [0, 2],
  ])
})

test('a row that is not about a school is not counted for it', () => {
  const [first] = shownSchools(matrix, shownColumns(matrix, {}), { q: '№ 9' })
  expect(first).toMatchObject({ done: 0, total: 2, late: 1, due: 1 })
})

test('700 schools are 14 pages, and a page behind the last one is the last one', () => {
  const many = aMatrix(Array.from({ length: 700 }, (_, place) => [`СОШ № ${place + 1}`, [0, 0, 0]] as const))
  const schools = shownSchools(many, shownColumns(many, {}), { order: 'name' })
  const { page, onPage } = pageOfSchools(schools, 2)
  expect([page, onPage.length, onPage[0]?.school.school_name]).toEqual([2, 50, 'СОШ № 51'])
  expect(pageOfSchools(schools, 99).page).toBe(14)
  expect(pageOfSchools([], 3)).toEqual({ page: 1, onPage: [] })
})

test.each([
  [{ all: 36, late: 8, due: 22 }, 44, '36 школ, 44 строки. Просрочки у 8 школ, срок подходит у 22.'],
  [{ all: 3, late: 1, due: 0 }, 15, '3 школы, 15 строк. Просрочки у 1 школы.'],
  [{ all: 3, late: 0, due: 2 }, 15, '3 школы, 15 строк. Срок подходит у 2 школ.'],
  [{ all: 1, late: 0, due: 0 }, 1, '1 школа, 1 строка. Просрочек и близких сроков нет.'],
])('%j', (counts, rows, words) => {
  expect(plain(sentence(counts, rows))).toBe(words)
})

test('the filters are told in words, the page and the open cell are none', () => {
  expect(
    matrixConditions({
      show: 'late',
      members: 'project',
      q: 'яр',
      section: 1,
      lines: 'all',
      order: 'name',
    }),
  ).toBe(
    'Школы с просрочкой; Школы, участвующие в проекте; Слова в названии школы: яр; Раздел 1; ' +
      'Со строками, которые по школам не считаются; порядок: по названию',
  )
  expect(matrixConditions({ page: 2, row: 'r', school: 's' })).toBe('')
})

import { expect, test } from 'vitest'
import { W2018, W2019, W2020, WORKS, work } from '../figuresForTests'
import { isTable, readOverviewSearch, readSchoolSearch, switched } from './analysisSearch'
import { whyJump } from './words'
import { chooseWorks, gatherSeries } from './works'

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null

test('without a word in the address: the newest year and the class with the most works', () => {
  const fifth = ['d', 'e'].map((key) => work(key, 2020, { grade: 5, subject_code: key, subject_name: key }))
  const choice = chooseWorks([...WORKS, ...fifth], {})
  expect(choice).toMatchObject({
    procedure: 'vpr',
    year: 2020,
    grade: 5,
    years: [2020, 2019, 2018],
    grades: [5, 6],
  })
  expect(choice?.works.map(({ subject_code }) => subject_code)).toEqual(['d', 'e'])
})

test('what the address asks for and there is not is replaced, not shown empty', () => {
  expect(chooseWorks(WORKS, { procedure: 'oge', year: 1999, grade: 11 })).toMatchObject({
    procedure: 'vpr',
    year: 2020,
    grade: 6,
  })
  expect(chooseWorks([], {})).toBeNull()
})

test('works of one subject and grade are a series, the oldest first', () => {
  const [series] = gatherSeries([W2020, W2018, W2019])
  expect(series).toMatchObject({ key: 'vpr.math.6', subject: 'math', grade: 6 })
  expect(series?.works.map(({ year }) => year)).toEqual([2018, 2019, 2020])
})

test('an address with nonsense opens the page all the same', () => {
  expect(readOverviewSearch({ year: '2020', grade: 99, level: 'galaxy', municipality: "' or 1=1" })).toEqual(
    {},
  )
  expect(readSchoolSearch({ series: 'vpr.math.6', pool: 7, table: 'dynamics', upload: 'x' })).toEqual({
    series: 'vpr.math.6',
    table: 'dynamics',
  })
})

test('the address remembers which charts are read as tables', () => {
  expect(switched({}, 'funnel', true)).toBe('funnel')
  expect(switched({ table: 'funnel' }, 'marks', true)).toBe('funnel.marks')
  expect(switched({ table: 'funnel' }, 'funnel', false)).toBeUndefined()
  expect(isTable({ table: 'funnel.marks' }, 'marks')).toBe(true)
  expect(isTable({}, 'marks')).toBe(false)
})

test('why small schools jump is said from the schools that are shown', () => {
  expect(plain(whyJump([8, 13, 40]))).toContain('где писали 8, один ребёнок меняет долю на 13 п. п.')
  expect(plain(whyJump([8, 13, 40]))).toContain('где писали 40 — на 3 п. п.')
  expect(whyJump([20])).toBeNull()
  expect(whyJump([20, 22])).toBeNull()
})

import { expect, test } from 'vitest'
import { bodyOf, issuesOf, previewOf, startOf, withWork } from './proposal'
import { CHOICES, figure, ITEM, NOTHING_FOUND, SCHOOL, SUMMARY } from './targetsForTests'
import { isNarrowed, queryOf, readTargetsSearch } from './targetsSearch'
import { changeText, intervalText, missingText, summaryText, valueText } from './words'

const plain = (words: string) => words.replaceAll('\u00a0', ' ')

test('a share of few pupils is told in pupils, of many in percent, a mean always as itself', () => {
  expect(plain(valueText(ITEM, figure(6, 8, 40.9, 92.9)))).toBe('6 из 8')
  expect(plain(valueText(ITEM, figure(45, 60, 62.8, 84.2)))).toBe('75 %')
  const mark = { ...figure(26, 8, 2.5, 4.1), value: 3.25 }
  expect(valueText({ metric: 'avg_mark', unit: 'mark' }, mark)).toBe('3,25')
  expect(plain(valueText({ metric: 'sou', unit: 'pct' }, { ...mark, value: 40 }))).toBe('40 %')
  expect(valueText(ITEM, NOTHING_FOUND)).toBe('—')
})

test('an interval names its n, a change its verdict', () => {
  expect(plain(intervalText('pct', figure(6, 8, 40.9, 92.9)))).toBe('40,9–92,9 %, n = 8')
  expect(plain(intervalText('mark', { ...figure(26, 8, 2.5, 4.1), value: 3.25 }))).toBe('2,50–4,10, n = 8')
  expect(intervalText('pct', NOTHING_FOUND)).toBe('—')
  const change = ITEM.change
  expect(change && plain(changeText('pct', change))).toBe('+12,5 п. п., от −30,1 до +50,2: нельзя различить')
  expect([missingText(NOTHING_FOUND), missingText(ITEM.fact)]).toEqual(['результатов нет', null])
})

test('the office is told how many schools, and only verdicts there are', () => {
  expect(plain(summaryText(SUMMARY))).toBe(
    'Все согласованные цели достигнуты у 1 из 3 школ. По целям — достигнут: 2 цели в 2 школах; нельзя различить: 2 цели в 1 школе. Ещё не согласовано: 1 цель.',
  )
  const empty = { ...SUMMARY, verdicts: [], not_agreed: 0, sentence: 'Согласованных целей нет.' }
  expect(summaryText(empty)).toBe('Согласованных целей нет.')
})

test('an address that says nonsense filters nothing', () => {
  expect(readTargetsSearch({ metric: 'luck', verdict: 'soon', year: '2021', school: '1', page: -1 })).toEqual(
    {},
  )
  const search = readTargetsSearch({ metric: 'sou', verdict: 'reached', year: 2021, school: SCHOOL, page: 2 })
  expect(search).toEqual({ metric: 'sou', verdict: 'reached', year: 2021, school: SCHOOL, page: 2 })
  expect(queryOf(search)).toMatchObject({ metric: 'sou', due_year: 2021, school_id: SCHOOL })
  expect([isNarrowed(search), isNarrowed({ page: 2 })]).toEqual([true, false])
})

test('a new target begins with the newest results and asks the server for its base', () => {
  const start = startOf(CHOICES)
  expect(start).toMatchObject({ work: 'vpr autumn math', baseYear: '2020', dueYear: '2021', grade: '' })
  expect(previewOf(CHOICES, start)).toMatchObject({
    base_year: 2020,
    due_year: 2021,
    target_value: undefined,
  })
  expect(previewOf(CHOICES, { ...start, value: '62,5', grade: '6' })).toMatchObject({
    target_value: 62.5,
    grade: 6,
  })
  expect(previewOf(CHOICES, { ...start, value: 'много' })?.target_value).toBeUndefined()
  expect(previewOf(CHOICES, { ...start, work: 'no such work' })).toBeUndefined()
})

test('another work takes its own years and grades', () => {
  const [, oge] = CHOICES.works
  const changed = oge && withWork(oge, { ...startOf(CHOICES), grade: '6' })
  expect(changed).toMatchObject({ work: 'oge main russian', grade: '', baseYear: '2019' })
})

test('what is wrong is said at its field before anything is sent', () => {
  const start = startOf(CHOICES)
  const names = (change: object) => issuesOf({ ...start, value: '75', ...change }).map(({ name }) => name)
  expect(names({})).toEqual([])
  expect(names({ value: '' })).toEqual(['target_value'])
  expect(names({ value: 'много' })).toEqual(['target_value'])
  expect(names({ value: '120' })).toEqual(['target_value'])
  expect(names({ dueYear: '2020' })).toEqual(['due_year'])
  expect(names({ dueYear: '20' })).toEqual(['due_year'])
  expect(names({ dueOn: '32.13.2021' })).toEqual(['due_on'])
  const [vpr] = CHOICES.works
  expect(vpr && bodyOf(vpr, { ...start, value: '75', dueOn: '01.10.2021' })).toMatchObject({
    grade: null,
    target_value: 75,
    due_on: '2021-10-01',
  })
})

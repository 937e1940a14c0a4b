import { expect, test } from 'vitest'
import { aResult, KINDS } from '../draftForTests'
import { factsFor, predicateWords } from './predicate'

const words = (over: Parameters<typeof aResult>[0]) =>
  predicateWords(aResult(over), KINDS).replaceAll('\u00a0', ' ')

test('an expected result reads word by word as the author has put it together', () => {
  expect(words({})).toBe('Все школы проекта 500+: посещение проведено; РПШ верифицирован')
  expect(words({ quantifier: 'at_least', threshold: 2, facts: ['visit_held'] })).toBe(
    'Не меньше 2 из школ проекта 500+: посещение проведено',
  )
  expect(
    words({ quantifier: 'share', threshold: 50, members: 'red_zone_schools', facts: ['visit_held'] }),
  ).toBe('Не меньше 50 % школ красной зоны: посещение проведено')
  expect(words({ members: 'project_curators', facts: ['curator_kickoff_attended'] })).toBe(
    'Все кураторы школ проекта 500+: участие куратора в установочном вебинаре',
  )
  expect(words({ members: 'office', facts: ['information_published'] })).toBe(
    'Управление: информация опубликована на сайте ЦУ',
  )
})

test.each([
  ['all', null, 'Все заявленные люди'],
  ['at_least', 21, 'Не меньше 21 человек'],
  ['at_least', 22, 'Не меньше 22 человека'],
  ['share', 90, 'Не меньше 90 % заявленных людей'],
] as const)('people, %s %s', (quantifier, threshold, who) => {
  const over = { unit: 'person', quantifier, threshold, facts: ['teachers_referred'] } as const
  expect(words({ ...over, facts: [...over.facts], members: 'low_results_schools' })).toBe(
    `${who} по каждой из школ с низкими результатами: педагоги направлены на курсы`,
  )
})

test('only facts about those who are counted can be asked for', () => {
  const codes = (members: 'office' | 'project_curators' | 'all_schools', unit: 'member' | 'person') =>
    factsFor({ members, unit }, KINDS).map(({ code }) => code)
  expect(codes('office', 'member')).toEqual(['information_published'])
  expect(codes('project_curators', 'member')).toEqual(['curator_kickoff_attended'])
  expect(codes('all_schools', 'member')).toContain('visit_held')
  expect(codes('all_schools', 'person')).toEqual(['teachers_referred'])
})

test('a fact the catalogue does not know is named by its code, not hidden', () => {
  expect(words({ facts: ['unknown_fact'] })).toContain('unknown_fact')
})

import { expect, test } from 'vitest'
import type { SectionOut } from '@/api/generated/types.gen'
import { findRows, findSections, isEnough } from './findings'

const row = (number: string, title: string) => ({ id: number, number, title })
const sections = [
  {
    code: '5',
    title: '',
    activities: [
      row('500+.4', 'Посещение образовательных организаций, включённых в проект'),
      row('500+.6', 'Проведение кураторами верификации рисков профилей'),
      row('5.1', 'Организация посещения уроков'),
    ],
  },
] as unknown as SectionOut[]
const numbers = (question: string) => findRows(sections, question).map(({ number }) => number)

test('a number finds the rows that begin with it', () => {
  expect(numbers('500+')).toEqual(['500+.4', '500+.6'])
  expect(numbers('500+.6')).toEqual(['500+.6'])
})

test('words are found in any order, е as ё, whatever the case', () => {
  expect(numbers('ОРГАНИЗ посещ')).toEqual(['500+.4', '5.1'])
  expect(numbers('включенных')).toEqual(['500+.4'])
  expect(numbers('столовая')).toEqual([])
  expect(numbers('   ')).toEqual([])
})

test('sections are found by any of their words, and only those the person may open', () => {
  expect(findSections(['see_plans'], 'карт').map(({ title }) => title)).toEqual(['Дорожная карта'])
  expect(findSections([], 'загр')).toEqual([])
  expect(findSections(['see_uploads'], 'Загр').map(({ to }) => to)).toEqual(['/uploads'])
})

test('one letter is not a question yet', () => {
  expect(isEnough(' б ')).toBe(false)
  expect(isEnough('би')).toBe(true)
})

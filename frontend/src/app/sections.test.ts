import { expect, test } from 'vitest'
import { pageAt, SECTIONS, sectionAt, sectionsFor } from './sections'

test('a section is shown only to those who may use it', () => {
  const sections = [
    { to: '/', title: 'Мои дела' },
    { to: '/', title: 'Загрузки', permission: 'see_uploads' },
  ] as const
  const titles = (permissions: string[]) => sectionsFor(permissions, sections).map(({ title }) => title)
  expect(titles([])).toEqual(['Мои дела'])
  expect(titles(['see_uploads'])).toEqual(['Мои дела', 'Загрузки'])
})

test('the first screen is open to everybody', () => {
  expect(sectionsFor([])[0]).toBe(SECTIONS[0])
})

test.each([
  ['/', 'Мои дела'],
  ['/uploads', 'Загрузки'],
  ['/schools/5/results', 'Школы'],
  ['/analysis/scores', 'Результаты'],
  ['/targets/5', 'Результаты'],
  ['/schoolsandmore', undefined],
])('%s belongs to «%s»', (pathname, title) => {
  expect(sectionAt(pathname)?.title).toBe(title)
})

test.each([
  ['/analysis', 'Все предметы'],
  ['/analysis/subject', 'Предмет'],
  ['/analysis/scores', 'Задания'],
  ['/analysis/confirmation', 'Сигналы'],
  ['/identification/5', 'Перечень НОР'],
  ['/schools/5', 'Школы'],
])('%s is the page «%s»', (pathname, title) => {
  expect(pageAt(pathname)?.title).toBe(title)
})

import { expect, test } from 'vitest'
import type { SchoolReadingOut } from '@/api/generated/types.gen'
import { plannedText, writtenText } from './WhatIsWritten'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const school: SchoolReadingOut = {
  login: '63901003',
  rows: 8,
  school_id: 's',
  school_name: 'ГБОУ СОШ с. Новая Бинарадка',
  outcome: 'new',
  stored_version: null,
  participants: 8,
}

test('what accepting would do is said before it is done', () => {
  expect(plain(plannedText(school))).toBe('Появится протокол: 8 отметок.')
  expect(plain(plannedText({ ...school, outcome: 'supersedes', stored_version: 1 }))).toBe(
    'Версия 1 сменится новой: 8 отметок. Прежняя останется в истории.',
  )
  expect(plannedText({ ...school, outcome: 'identical', stored_version: 2 })).toContain('такая версия 2')
  expect(plain(plannedText({ ...school, outcome: null, school_id: null, rows: 1 }))).toBe(
    'Школа не найдена, 1 строку принять некуда.',
  )
  expect(plain(plannedText({ ...school, outcome: null }))).toContain('когда в файле не останется ошибок')
})

test('what was done names the versions', () => {
  expect(plain(writtenText(school))).toBe('Протокол, версия 1: 8 отметок.')
  expect(plain(writtenText({ ...school, outcome: 'supersedes', stored_version: 1 }))).toBe(
    'Версия 2: 8 отметок. Версия 1 осталась в истории.',
  )
  expect(writtenText({ ...school, outcome: 'identical', stored_version: 2 })).toContain('Новой версии нет')
})

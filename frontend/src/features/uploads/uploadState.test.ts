import { expect, test } from 'vitest'
import { spokenText, withSpacedNumbers } from './AtWork'
import { uploadWith } from './uploadForTests'
import { isBusy, kindOf, remarksText, stepsOf, type UploadState } from './uploadState'

const plain = (text: unknown) => String(text ?? '').replaceAll('\u00a0', ' ')
const statesOf = (parts: Parameters<typeof uploadWith>[0]) =>
  stepsOf(uploadWith(parts)).map(({ state }) => state)

test('the way of an upload from receiving to writing', () => {
  expect(statesOf({ state: 'received', reading: null })).toEqual(['done', 'current', 'ahead', 'ahead'])
  expect(statesOf({ state: 'parsing', reading: null })).toEqual(['done', 'current', 'ahead', 'ahead'])
  expect(statesOf({ state: 'screened' })).toEqual(['done', 'done', 'current', 'ahead'])
  expect(statesOf({ state: 'committing' })).toEqual(['done', 'done', 'done', 'current'])
  expect(statesOf({ state: 'committed' })).toEqual(['done', 'done', 'done', 'done'])
})

test('a file that could not be read stops at reading', () => {
  const [, read, checked, accepted] = stepsOf(
    uploadWith({ state: 'failed', reading: null, rows_total: null }),
  )
  expect(read?.state).toBe('failed')
  expect(read?.text).toBe('прочитать не удалось')
  expect([checked?.state, accepted?.state]).toEqual(['ahead', 'ahead'])
})

test('giving up is not the same as waiting', () => {
  const last = stepsOf(uploadWith({ state: 'cancelled', decided_at: '2021-03-16T11:00:00+04:00' })).at(-1)
  expect(last?.state).toBe('failed')
  expect(plain(last?.text)).toBe('отказались 16.03.2021, 11:00, ничего не записано')
})

test('the steps say what is known: time and size, layout and rows, remarks', () => {
  const [received, read, checked, accepted] = stepsOf(uploadWith({ errors: 3, warnings: 1 })).map(
    ({ text }) => plain(text),
  )
  expect(received).toBe('10:12, 38 КБ')
  expect(read).toBe('Форма «Ф1», 8 строк')
  expect(checked).toBe('3 ошибки и 1 замечание, ждёт решения')
  expect(accepted).toBe('ещё ничего не записано')
})

test('remarks agree with their numbers', () => {
  expect(remarksText({ errors: 0, warnings: 0 })).toBe('замечаний нет')
  expect(plain(remarksText({ errors: 21, warnings: 0 }))).toBe('21 ошибка')
  expect(plain(remarksText({ errors: 0, warnings: 5 }))).toBe('5 замечаний')
})

test('a checked file with errors is work to do, a file being worked on is waited for', () => {
  expect(kindOf({ state: 'screened', errors: 0 })).toBe('run')
  expect(kindOf({ state: 'screened', errors: 1 })).toBe('due')
  const busy: UploadState[] = ['received', 'parsing', 'committing']
  const still: UploadState[] = ['screened', 'committed', 'cancelled', 'failed', 'reverted']
  expect(busy.every(isBusy)).toBe(true)
  expect(still.some(isBusy)).toBe(false)
})

test('rows are counted for the eye, the voice is told of stages and quarters', () => {
  expect(plain(withSpacedNumbers('Прочитано строк: 249163'))).toBe('Прочитано строк: 249 163')
  expect(spokenText('Прочитано строк: 249163', 12)).toBe('Прочитано строк')
  expect(plain(spokenText('Прочитано строк: 249163', 29))).toBe('Прочитано строк, 25 %')
  expect(spokenText('Ждёт очереди', null)).toBe('Ждёт очереди')
  expect(plain(spokenText('Записываем протоколы: строк 400000', 60))).toBe('Записываем протоколы, 50 %')
})

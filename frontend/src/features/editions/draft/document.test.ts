import { expect, test } from 'vitest'
import { aDocument, aRow, aSection, keyOf } from '../draftForTests'
import { afterEvent, type DraftEvent, type EditorState, rowsOf } from './document'
import { newRow, nextNumber } from './newRows'

const START: EditorState = { document: aDocument(), deleted: [] }
const after = (...events: DraftEvent[]) => events.reduce(afterEvent, START)
const numbers = ({ document }: EditorState) =>
  document.sections.map(({ code, rows }) => [code, ...rows.map(({ number }) => number)].join(' '))
const [first, second, third] = [keyOf('1.1'), keyOf('1.2'), keyOf('2.1')]

test('typing in one row leaves every other row the same object', () => {
  const state = after({ type: 'set-row', key: second, change: { title: 'Иначе' } })
  const [before, now] = [rowsOf(START.document), rowsOf(state.document)]
  expect(now[1]?.title).toBe('Иначе')
  expect(now[0]).toBe(before[0])
  expect(now[2]).toBe(before[2])
  expect(state.document.sections[1]).toBe(START.document.sections[1])
})

test('a row is added after the one that was pressed, with the next number and the same schools', () => {
  const section = aSection('1', [aRow('1.1', { target_set: 'office' }), aRow('1.2')])
  const row = newRow(section, first)
  expect(row).toMatchObject({ number: '1.2', target_set: 'office', lineage_id: null, title: '' })
  const state = after({ type: 'add-row', sectionKey: section.key, row, after: first })
  expect(numbers(state)[0]).toBe('1 1.1 1.2 1.2')
  expect(state.document.sections[0]?.rows[1]?.key).toBe(row.key)
})

test.each([
  ['1.4', '1.5'],
  ['500+.9', '500+.10'],
  ['4.1.9', '4.1.10'],
  ['б/н', 'б/н'],
])('after %s comes %s', (number, next) => {
  expect(nextNumber(number)).toBe(next)
})

test('a row moves within its section and over the border into the neighbouring one', () => {
  expect(numbers(after({ type: 'move-row', key: first, by: 1 }))).toEqual(['1 1.2 1.1', '2 2.1'])
  expect(numbers(after({ type: 'move-row', key: second, by: 1 }))).toEqual(['1 1.1', '2 1.2 2.1'])
  expect(numbers(after({ type: 'move-row', key: third, by: -1 }))).toEqual(['1 1.1 1.2 2.1', '2'])
  expect(numbers(after({ type: 'move-row-to', key: first, sectionKey: keyOf('72') }))).toEqual([
    '1 1.2',
    '2 2.1 1.1',
  ])
})

test('at the ends of the plan nothing moves and nothing is lost', () => {
  expect(numbers(after({ type: 'move-row', key: first, by: -1 }))).toEqual(numbers(START))
  expect(numbers(after({ type: 'move-row', key: third, by: 1 }))).toEqual(numbers(START))
  expect(numbers(after({ type: 'move-section', key: keyOf('71'), by: -1 }))).toEqual(numbers(START))
})

test('a deleted row comes back to its place and what was typed meanwhile stays', () => {
  const state = after(
    { type: 'delete-row', key: first },
    { type: 'set-row', key: second, change: { title: 'Набрано после удаления' } },
  )
  expect(numbers(state)[0]).toBe('1 1.2')
  const back = afterEvent(state, { type: 'restore', key: first })
  expect(numbers(back)).toEqual(numbers(START))
  expect(rowsOf(back.document)[1]?.title).toBe('Набрано после удаления')
  expect(back.deleted).toEqual([])
})

test('a row whose section was deleted too is not lost', () => {
  const state = after(
    { type: 'delete-row', key: third },
    { type: 'delete-section', key: keyOf('72') },
    { type: 'restore', key: third },
  )
  expect(numbers(state)).toEqual(['1 1.1 1.2 2.1'])
})

test('a deleted section comes back whole', () => {
  const state = after({ type: 'delete-section', key: keyOf('71') })
  expect(numbers(state)).toEqual(['2 2.1'])
  expect(numbers(afterEvent(state, { type: 'restore', key: keyOf('71') }))).toEqual(numbers(START))
})

test('numbers are counted anew only where it is asked for', () => {
  const moved = after({ type: 'move-row', key: second, by: -1 })
  expect(numbers(moved)[0]).toBe('1 1.2 1.1')
  expect(numbers(afterEvent(moved, { type: 'renumber', key: keyOf('71') }))[0]).toBe('1 1.1 1.2')
})

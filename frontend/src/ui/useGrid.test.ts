import { expect, test } from 'vitest'
import { nextPlace } from './useGrid'

const SIZE = { rows: 50, columns: 45 }
const at = (row: number, column: number) => ({ row, column })

test.each([
  ['ArrowUp', at(5, 5), at(4, 5)],
  ['ArrowDown', at(5, 5), at(6, 5)],
  ['ArrowLeft', at(5, 5), at(5, 4)],
  ['ArrowRight', at(5, 5), at(5, 6)],
  ['PageDown', at(5, 5), at(15, 5)],
  ['PageUp', at(5, 5), at(0, 5)],
  ['Home', at(5, 5), at(5, 0)],
  ['End', at(5, 5), at(5, 44)],
  ['ArrowUp', at(0, 5), at(0, 5)],
  ['ArrowRight', at(5, 44), at(5, 44)],
  ['ArrowDown', at(49, 0), at(49, 0)],
])('%s from %j leads to %j', (key, from, to) => {
  expect(nextPlace({ key, ctrlKey: false }, from, SIZE)).toEqual(to)
})

test('with Ctrl Home and End lead to the corners', () => {
  expect(nextPlace({ key: 'Home', ctrlKey: true }, at(5, 5), SIZE)).toEqual(at(0, 0))
  expect(nextPlace({ key: 'End', ctrlKey: true }, at(5, 5), SIZE)).toEqual(at(49, 44))
})

test.each(['Tab', 'Enter', ' ', 'Escape', 'a'])('the key «%s» is not the grid’s', (key) => {
  expect(nextPlace({ key, ctrlKey: false }, at(5, 5), SIZE)).toBeNull()
})

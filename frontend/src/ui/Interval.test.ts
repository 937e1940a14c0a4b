import { expect, test } from 'vitest'
import { placeOf } from './Interval'

test('the scale runs from 0 to 100 % with room for a whole point at its ends', () => {
  expect(placeOf(0)).toBe(6)
  expect(placeOf(50)).toBe(150)
  expect(placeOf(100)).toBe(294)
  expect(placeOf(-5)).toBe(6)
  expect(placeOf(120)).toBe(294)
})

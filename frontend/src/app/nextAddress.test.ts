import { expect, test } from 'vitest'
import { nextAddress } from './nextAddress'

test('a page of the product with its filters is kept', () => {
  expect(nextAddress('/plan?status=late')).toBe('/plan?status=late')
})

test.each([
  '//evil.example/x',
  '/\\evil.example',
  'https://evil.example/',
  'plan',
  '/login?next=/login',
  5,
  null,
])('%s leads to the first screen', (next) => {
  expect(nextAddress(next)).toBe('/')
})

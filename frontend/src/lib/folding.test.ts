import { expect, test } from 'vitest'
import { folded, hasAllWords } from './folding'

test('е and ё, capitals and no-break spaces make no difference', () => {
  expect(folded(' ЗЕЛЁНЫЙ\u00a0 Яр ')).toBe('зеленый яр')
})

test.each([
  ['яр зелен', true],
  ['васильевка', false],
  ['', true],
])('«%s» is found: %s', (question, isFound) => {
  expect(hasAllWords(question, 'ГБОУ СОШ с. Зелёный Яр', null)).toBe(isFound)
})

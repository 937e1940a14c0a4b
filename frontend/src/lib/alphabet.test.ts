import { expect, test } from 'vitest'
import { byAlphabet } from './alphabet'

test('names stand as in a Russian dictionary, numbers by their size', () => {
  const names = ['Ель', 'СОШ № 104', 'Ёж', 'СОШ № 9', 'Еж', 'Елка', 'Ж']
  expect(names.sort(byAlphabet)).toEqual(['Еж', 'Ёж', 'Елка', 'Ель', 'Ж', 'СОШ № 9', 'СОШ № 104'])
})

import { expect, test } from 'vitest'
import { bound, lowerFirst } from './typography'

const seen = (text: string) => text.replaceAll('\u00a0', '_')

test.each([
  ['распоряжение от 12.02.2021 № 64-од', 'распоряжение от_12.02.2021 №_64-од'],
  ['ГБОУ СОШ с. Новая Бинарадка', 'ГБОУ СОШ с._Новая Бинарадка'],
  ['ГБОУ ООШ с. Вязовый Дол (учебная)', 'ГБОУ ООШ с._Вязовый Дол (учебная)'],
  ['Примеров П. П., Эскизова Э. С.', 'Примеров_П._П., Эскизова_Э._С.'],
  ['Март 2021: 4 работы из 6', 'Март 2021: 4_работы из_6'],
  ['отметки в МЭДК нет', 'отметки в_МЭДК нет'],
  ['Осталось 3 дня', 'Осталось 3_дня'],
])('%s', (text, parts) => {
  expect(seen(bound(text))).toBe(parts)
  expect(bound(text).replaceAll('\u00a0', ' ')).toBe(text)
})

test('inside a sentence only an abbreviation keeps its capitals', () => {
  expect(lowerFirst('Посещение проведено')).toBe('посещение проведено')
  expect(lowerFirst('РПШ верифицирован')).toBe('РПШ верифицирован')
})

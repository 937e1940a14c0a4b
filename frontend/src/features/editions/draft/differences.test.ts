import { expect, test } from 'vitest'
import { aDocument, aRow, aSection } from '../draftForTests'
import { differences } from './differences'

test('two versions differ in rows, each by its fields, and in rows only one of them has', () => {
  const mine = aDocument({
    sections: [
      aSection('1', [aRow('1.1', { term_source: 'Май 2021', windows: [] }), aRow('1.2')]),
      aSection('2', [aRow('2.2')]),
    ],
  })
  expect(differences(mine, aDocument())).toEqual([
    'Строка 1.1: срок, сроки датами',
    'Строка 2.2: только в вашей версии',
    'Строка 2.1: только в их версии',
  ])
})

test('spaces at the ends are no difference, another act and other sections are', () => {
  expect(differences(aDocument({ heading: 'Дорожная карта' }), aDocument())).toEqual([])
  const { act } = aDocument()
  expect(
    differences(aDocument({ act: { ...act, number: '73-од' }, period_text: '2021 г.' }), aDocument()),
  ).toEqual(['Сведения о распоряжении', 'Заголовок, период и ответственные за план'])
})

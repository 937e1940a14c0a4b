import { expect, test } from 'vitest'
import { hasParty, partiesOf, partyKey } from './parties'
import { aParty, aRow } from './rowForTests'

const office = (words: string) => aParty({ kind: 'organisation', code: 'cu', words })
const school = aParty({ kind: 'school', words: 'ГБОУ СОШ с. Васильевка' })

test('a body named in several wordings is one, short on the chip and whole in the list', () => {
  const rows = [
    aRow({ parties: [office('Центральное управление (далее – ЦУ)')] }),
    aRow({ parties: [office('ЦУ'), aParty({ code: 'curator', words: 'кураторы' })] }),
  ]
  expect(partiesOf(rows)).toEqual([
    { key: 'cu', kind: 'organisation', text: 'Центральное управление', short: 'ЦУ' },
    { key: 'curator', kind: 'role', text: 'кураторы', short: 'кураторы' },
  ])
})

test('organisations come before roles, schools come last, each by alphabet', () => {
  const parties = [
    school,
    aParty({ code: 'b', words: 'методисты' }),
    aParty({ code: 'a', words: 'кураторы' }),
    office('ЦУ'),
  ]
  expect(partiesOf([aRow({ parties })]).map(({ text }) => text)).toEqual([
    'ЦУ',
    'кураторы',
    'методисты',
    'ГБОУ СОШ с. Васильевка',
  ])
})

test('who has no code is found by a sign without a name in it', () => {
  const key = partyKey(school)
  expect(key).toMatch(/^school-[0-9a-z]+$/)
  expect(hasParty(aRow({ parties: [school] }), key)).toBe(true)
  expect(hasParty(aRow(), key)).toBe(false)
  expect(partyKey({ ...school, words: 'ГБОУ СОШ с. Новая Бинарадка' })).not.toBe(key)
})

import { expect, test } from 'vitest'
import { responsibleIn } from './responsible'

// Every wording of the decree № 64-од with the codes given to it in its machine-readable form.
test.each([
  ['Центральное управление (далее – ЦУ)', ['cu']],
  ['Центральное управление (далее - ЦУ)', ['cu']],
  [
    'Методисты ГБУ ДПО СО «Жигулевский ресурсный центр» (далее - РЦ) члены окружного МО по предметам',
    ['rc_methodist', 'district_umo'],
  ],
  ['Методисты РЦ', ['rc_methodist']],
  ['Методисты РЦ, члены окружных УМО', ['rc_methodist', 'district_umo']],
  ['РЦ', ['rc']],
  ['РЦ, СИПКРО, ФИОКО', ['rc', 'sipkro', 'fioko']],
  ['РЦ, директора ОО', ['rc', 'school_director']],
  [
    'РЦ, заместители директоров ГБОУ СОШ с. Васильевка, ГБОУ СОШ с. Верхние Белозерки, ГБОУ СОШ с.Новая Бинарадка',
    ['rc', 'school_deputy_director'],
  ],
  ['Территориальный координатор Игошин Г.П.', ['territorial_coordinator']],
  ['ЦУ', ['cu']],
  ['ЦУ, ГБУ ДПО СО «Жигулевский ресурсный центр» (далее - РЦ)', ['cu', 'rc']],
  ['ЦУ, РЦ', ['cu', 'rc']],
  [
    'ЦУ, РЦ, директора ГБОУ СОШ с. Васильевка, ГБОУ СОШ с. Верхние Белозерки, ГБОУ СОШ с.Новая Бинарадка',
    ['cu', 'rc', 'school_director'],
  ],
  ['ЦУ, РЦ, директора ОО', ['cu', 'rc', 'school_director']],
  ['ЦУ, РЦ, кураторы', ['cu', 'rc', 'curator']],
  [
    'ЦУ, РЦ, кураторы, директора ГБОУ СОШ с. Васильевка, ГБОУ СОШ с. Верхние Белозерки, ГБОУ СОШ с.Новая Бинарадка',
    ['cu', 'rc', 'curator', 'school_director'],
  ],
  ['ЦУ, кураторы', ['cu', 'curator']],
])('%s', (source, codes) => {
  expect(responsibleIn(source).sort()).toEqual([...codes].sort())
})

/**
 * Who answers for a row, found in its verbatim text: the act names bodies and posts in many wordings, a filter
 * needs one name for each. A text that names none of them is found by «Все» only.
 */

export const RESPONSIBLE = [
  { code: 'cu', text: 'Центральное управление', short: 'ЦУ' },
  { code: 'rc', text: 'Ресурсный центр', short: 'РЦ' },
  { code: 'rc_methodist', text: 'Методисты РЦ', short: 'методисты РЦ' },
  { code: 'district_umo', text: 'Члены окружных УМО', short: 'окружные УМО' },
  { code: 'curator', text: 'Кураторы', short: 'кураторы' },
  { code: 'school_director', text: 'Директора школ', short: 'директора' },
  { code: 'school_deputy_director', text: 'Заместители директоров', short: 'заместители директоров' },
  { code: 'territorial_coordinator', text: 'Территориальный координатор', short: 'координатор' },
  { code: 'sipkro', text: 'СИПКРО', short: 'СИПКРО' },
  { code: 'fioko', text: 'ФИОКО', short: 'ФИОКО' },
] as const

export type ResponsibleCode = (typeof RESPONSIBLE)[number]['code']

// JavaScript's \b knows Latin letters only.
const METHODISTS = /методисты\s(?:ГБУ ДПО СО\s)?(?:«[^»]*»\s)?(?:\(далее\s*[-–—]\s*РЦ\)|РЦ)/iu
const SIGNS: Record<Exclude<ResponsibleCode, 'rc'>, RegExp> = {
  cu: /(?<!\p{L})ЦУ(?!\p{L})|Центральное управление/u,
  rc_methodist: METHODISTS,
  district_umo: /члены окружн/iu,
  curator: /(?<!\p{L})куратор/iu,
  school_director: /(?<!заместители\s)(?<!\p{L})директор/iu,
  school_deputy_director: /заместител\p{L}*\sдиректор/iu,
  territorial_coordinator: /территориальный координатор/iu,
  sipkro: /СИПКРО/u,
  fioko: /ФИОКО/u,
}
const RESOURCE_CENTRE = /(?<!\p{L})РЦ(?!\p{L})|ресурсный центр/iu

/** The bodies and posts named in the text of a row. */
export function responsibleIn(source: string): ResponsibleCode[] {
  return RESPONSIBLE.map(({ code }) => code).filter((code) =>
    // The centre itself, not its methodists.
    code === 'rc' ? RESOURCE_CENTRE.test(source.replace(METHODISTS, '')) : SIGNS[code].test(source),
  )
}

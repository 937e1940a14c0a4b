/** Findings as the server tells them. */
import type { ChoiceOut, FindingOut, GroupOut, MeOut, QualityOut, RuleOut } from '@/api/generated/types.gen'

export const id = (last: string) => `0195a000-0000-7000-8000-00000000000${last}`
export const [SCHOOL, PROFILE, PROGRAMME] = [id('1'), id('2'), id('3')]
export const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'coordinator',
  full_name: 'Иванова И. И.',
  roles: [],
  permissions: ['see_quality', 'dismiss_quality'],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}
export const RULE: RuleOut = {
  code: 'verdict_missing',
  area: 'risk_profiles',
  area_title: 'Рисковые профили',
  severity: 'severe',
  severity_title: 'Строгие',
  owner: 'curator',
  owner_title: 'Куратор',
  title: 'РПШ верифицирован не по всем факторам',
  why: 'Часть факторов не рассмотрена.',
  fix: 'Дайте заключения.',
  source: 'методика',
  confidence: 'high',
}
export const FINDING: FindingOut = {
  rule: RULE.code,
  title: RULE.title,
  severity: 'severe',
  object_id: PROFILE,
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  label: 'РПШ 2021 года',
  detail: 'Без заключения: дефицит кадров.',
  since_on: '2021-03-05',
  age_days: 12,
  owner_title: 'Куратор',
  owner_person: 'Петрова П. П.',
  link: { kind: 'school_risk_profile', id: SCHOOL },
  dismissal: null,
  allowed_actions: ['dismiss'],
  blocked: {},
}
export const WARNING: GroupOut = {
  rule: {
    ...RULE,
    code: 'indicator_missing',
    severity: 'warning',
    severity_title: 'Предупреждения',
    title: 'У программы нет показателя',
  },
  total: 230,
  items: [
    {
      ...FINDING,
      rule: 'indicator_missing',
      title: 'У программы нет показателя',
      object_id: PROGRAMME,
      label: 'Программа «Мотивация»',
      link: { kind: 'programme', id: PROGRAMME },
      allowed_actions: [],
      blocked: { dismiss: 'Отклонить замечание может управление или куратор школы.' },
    },
  ],
}
const choice = (value: string, title: string, count: number): ChoiceOut => ({ value, title, count })
export const FOUND: QualityOut = {
  today: '2021-03-17',
  checked: 85,
  total: 231,
  dismissed_total: 2,
  severities: [
    choice('severe', 'Строгие', 1),
    choice('warning', 'Предупреждения', 230),
    choice('hint', 'Подсказки', 0),
  ],
  areas: [choice('programmes', 'Антирисковые программы', 230)],
  owners: [choice('school', 'Школа', 230)],
  groups: [{ rule: RULE, total: 1, items: [FINDING] }, WARNING],
}
export const NOTHING: QualityOut = { ...FOUND, total: 0, dismissed_total: 0, groups: [] }

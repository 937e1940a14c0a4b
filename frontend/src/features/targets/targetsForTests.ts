/** Targets as the server tells them. */
import type {
  MeOut,
  TargetCardOut,
  TargetChoicesOut,
  TargetFigureOut,
  TargetList,
  TargetMetricOut,
  TargetOut,
  TargetPreviewOut,
  TargetSummaryOut,
} from '@/api/generated/types.gen'

export const id = (last: string) => `0195a000-0000-7000-8000-00000000000${last}`
export const [SCHOOL, TARGET, ROW] = [id('1'), id('2'), id('3')]
export const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'coordinator',
  full_name: 'Иванова И. И.',
  roles: [],
  permissions: ['see_results', 'keep_targets'],
  now: '2021-10-17T09:40:00+04:00',
  demo_moment: true,
}

export const figure = (total: number, n: number, low: number, high: number): TargetFigureOut => ({
  kind: 'measured',
  value: Math.round((total / n) * 1000) / 10,
  low,
  high,
  total,
  out_of: n,
  n,
  small_sample: n < 10,
})
export const NOTHING_FOUND: TargetFigureOut = {
  kind: 'no_results',
  value: null,
  low: null,
  high: null,
  total: 0,
  out_of: 0,
  n: 0,
  small_sample: false,
}
const [BASE, FACT] = [figure(5, 8, 30.6, 86.3), figure(6, 8, 40.9, 92.9)]

export const ITEM: TargetOut = {
  id: TARGET,
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  municipality: 'Ставропольский район',
  metric: 'success',
  metric_title: 'Успеваемость',
  unit: 'pct',
  better: 'up',
  work_title: 'ВПР, осень, математика, 6 класс',
  procedure: 'vpr',
  wave: 'autumn',
  subject: 'math',
  subject_name: 'Математика',
  grade: 6,
  base_year: 2020,
  base: BASE,
  base_changed: null,
  target_value: 75,
  due_year: 2021,
  due_on: null,
  fact: FACT,
  verdict: 'indistinct',
  verdict_words: 'нельзя различить',
  explanation: 'По счёту факт не хуже плана 75, но план внутри интервала 40,9–92,9 (n = 8).',
  change: { delta: 12.5, low: -30.1, high: 50.2, verdict: 'indistinct', words: 'нельзя различить' },
  progress_pct: null,
  progress_why: 'Изменение нельзя отличить от случайного: о продвижении говорить рано.',
  closing: null,
  state: 'agreed',
  state_title: 'согласована',
  links_count: 0,
  history: [
    { year: 2020, figure: BASE, is_base: true, is_due: false, why_not_comparable: null },
    { year: 2021, figure: FACT, is_base: false, is_due: true, why_not_comparable: null },
  ],
}
export const SUMMARY: TargetSummaryOut = {
  schools: 3,
  schools_all_reached: 1,
  targets: 4,
  not_agreed: 1,
  verdicts: [
    { verdict: 'reached', words: 'достигнут', targets: 2, schools: 2 },
    { verdict: 'not_reached', words: 'не достигнут', targets: 0, schools: 0 },
    { verdict: 'indistinct', words: 'нельзя различить', targets: 2, schools: 1 },
  ],
  sentence: 'Все согласованные цели достигнуты у 1 из 3 школ.',
}
export const LIST: TargetList = {
  items: [ITEM],
  total: 1,
  summary: SUMMARY,
  years: [2021, 2022],
  conditions: 'без отбора',
}
export const CARD: TargetCardOut = {
  ...ITEM,
  state: 'proposed',
  state_title: 'предложена, ждёт согласования',
  version: 3,
  proposed_by: 'Петров П. П.',
  proposed_side: 'school',
  agreed_by: null,
  agreed_at: null,
  reason: null,
  formula: '(N − не преодолевшие порог) / N · 100',
  interval_method: 'Уилсон',
  target_means: 'При том же числе участников это не меньше 6 из 8.',
  links: [],
  steps: [
    {
      action: 'propose',
      words: 'предложена',
      reason: null,
      changes: 'план: 75; год: 2021',
      who: 'Петров П. П.',
      at: '2021-03-17T09:40:00+04:00',
    },
  ],
  allowed_actions: ['agree', 'return', 'revise', 'link'],
  blocked: [{ action: 'close', reason: 'Цель: предложена, ждёт согласования. Сейчас закрывать её нельзя.' }],
}
const metric = (code: TargetMetricOut['code'], title: string): TargetMetricOut => ({
  code,
  title,
  better: code === 'below_min' ? 'down' : 'up',
  unit: code === 'avg_mark' ? 'mark' : 'pct',
  formula: 'формула',
  counted: 'преодолели порог',
  interval: 'Уилсон',
  source: 'методика',
  confidence: 'high',
})
export const CHOICES: TargetChoicesOut = {
  school_id: SCHOOL,
  school_name: ITEM.school_name,
  metrics: [metric('success', 'Успеваемость'), metric('avg_mark', 'Средняя отметка')],
  works: [
    {
      procedure: 'vpr',
      wave: 'autumn',
      title: 'ВПР, осень, математика',
      subject: 'math',
      subject_name: 'Математика',
      grades: [5, 6],
      years: [2019, 2020],
    },
    {
      procedure: 'oge',
      wave: 'main',
      title: 'ОГЭ, русский язык',
      subject: 'russian',
      subject_name: 'Русский язык',
      grades: [9],
      years: [2019],
    },
  ],
  links: [{ kind: 'activity', id: ROW, title: '4.1 Определение целевых показателей', note: 'Декабрь 2020' }],
  due_year: 2021,
}
export const PREVIEW: TargetPreviewOut = {
  base: BASE,
  base_problem: null,
  notes: ['Малая выборка: 8 участников. Один ученик — это 12 % всех.'],
  target_problem: null,
  target_means: null,
  history: [],
}

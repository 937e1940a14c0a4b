/** Replies of the server about one work. */
import type {
  AnalysedWorks,
  EntryExitOut,
  HeatMapOut,
  HeatRowOut,
  ScoreDistributionOut,
  TaskAnalysisOut,
  TaskCompletionOut,
} from '@/api/generated/types.gen'

export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const EXIT = uuid(1)
export const ENTRY = uuid(2)
export const SCHOOL = uuid(11)

const ref = (id: string, wave: 'entry' | 'exit'): TaskAnalysisOut['work'] => ({
  id,
  title: `Диагностическая работа, математика, 7 класс, ${wave === 'entry' ? 'входная' : 'итоговая'} 2021`,
  procedure: 'dr',
  year: 2021,
  wave,
  wave_title: wave,
  subject_code: 'math',
  subject_name: 'Математика',
  grade: 7,
  programme_grade: 7,
  series: '',
})
export const WORKS: AnalysedWorks = {
  items: [
    { work: ref(EXIT, 'exit'), schools: 3, participants: 60, has_passport: true, entry_work_ids: [ENTRY] },
    { work: ref(ENTRY, 'entry'), schools: 3, participants: 58, has_passport: true, entry_work_ids: [] },
  ],
}

export const done = (points: number, n: number, pct: number): TaskCompletionOut => ({
  kind: 'measured',
  points,
  n,
  pct,
  ci_low_pct: Math.max(0, pct - 10),
  ci_high_pct: Math.min(100, pct + 10),
})
const hidden: TaskCompletionOut = {
  kind: 'suppressed',
  points: null,
  n: null,
  pct: null,
  ci_low_pct: null,
  ci_high_pct: null,
}
const SCOPE: TaskAnalysisOut['scope'] = {
  kind: 'all',
  id: null,
  title: 'Все школы, результаты которых вам видны',
  is_own: false,
  schools: 3,
  without_tasks: 1,
  participants: 60,
  suppressed: false,
}
const UNITS: TaskAnalysisOut['units'] = [{ kind: 'school', id: SCHOOL, name: 'ГБОУ СОШ с. Ёлкино' }]
const RULES: TaskAnalysisOut['rules'] = {
  levels: [{ difficulty: 'Б', title: 'базовый', sufficient_from: 60, insufficient_below: 57 }],
  informative_from: 10,
  distribution_informative_from: 50,
  distribution_approximate_from: 20,
  flags_from: 50,
  sources: [{ about: 'completion', source: 'ФИОКО, раздел 5', confidence: 'medium' }],
}
const task = (
  name: string,
  pct: number,
  level: 'sufficient' | 'insufficient',
): TaskAnalysisOut['tasks'][number] => ({
  name,
  max: 1,
  difficulty: 'Б',
  skill: `умение ${name}`,
  done: done(Math.round(pct * 0.6), 60, pct),
  small_sample: false,
  not_attempted: 4,
  level,
  level_words: level === 'sufficient' ? 'достаточно' : 'недостаточно',
  scores: [20, 36],
  groups: [2, 3, 4, 5].map((mark) => ({
    mark,
    done: mark === 5 ? hidden : done(6, 12, 50),
    not_attempted: mark === 5 ? null : 1,
    scores: mark === 5 ? null : [5, 6],
  })),
  discrimination: { r: 0.12, low: -0.1, high: 0.36, n: 60 },
  flags: [{ code: 'weak_link', text: 'Результат задания слабо связан с результатом остальной работы.' }],
})
export const ANALYSIS: TaskAnalysisOut = {
  work: ref(EXIT, 'exit'),
  scope: SCOPE,
  units: UNITS,
  passport: { id: uuid(9), title: 'Итоговая работа' },
  rules: RULES,
  sentence: 'Заданий с известной сложностью 2: ниже порога 1, у границы 0, достаточно выполнены 1.',
  groups: [2, 3, 4, 5].map((mark) => ({
    mark,
    kind: mark === 5 ? 'suppressed' : 'measured',
    n: mark === 5 ? null : mark === 2 ? 8 : 12,
    is_informative: mark === 3 || mark === 4,
  })),
  tasks: [task('1', 70, 'sufficient'), task('2', 40, 'insufficient')],
  weakest: [
    { name: '2', difficulty: 'Б', skill: 'умение 2', done: done(24, 60, 40), level_words: 'недостаточно' },
  ],
  gaps: [
    {
      lower: 3,
      upper: 4,
      task: '2',
      skill: 'умение 2',
      lower_done: done(10, 40, 25),
      upper_done: done(30, 40, 75),
      delta_pp: 50,
      low_pp: 28.4,
      high_pp: 66,
    },
  ],
}
const row = (n: number, place: number): HeatRowOut => ({
  school_id: uuid(100 + place),
  name: `ГБОУ СОШ № ${place + 1}`,
  municipality: 'Район',
  kind: 'measured',
  n,
  small_sample: n < 10,
  cells: [
    { done: done(n, n, 100), level: 'sufficient' },
    { done: done(4, n, 40), level: n < 10 ? 'too_few' : 'insufficient' },
  ],
})
export const HEAT: HeatMapOut = {
  work: ANALYSIS.work,
  scope: SCOPE,
  columns: ANALYSIS.tasks.map(({ name, max, difficulty, skill }) => ({ name, max, difficulty, skill })),
  rows: [
    row(30, 0),
    row(8, 1),
    { ...row(3, 2), kind: 'suppressed', n: null, small_sample: false, cells: [] },
  ],
  total: { ...row(60, 9), school_id: null, municipality: null, name: 'Все показанные школы вместе' },
}
export const SCORES: ScoreDistributionOut = {
  work: ANALYSIS.work,
  scope: SCOPE,
  n: 60,
  maximum: 4,
  counts: [5, 10, 25, 15, 5],
  mean: 2.08,
  weight: 'informative',
  weight_words: 'Распределение информативно.',
  boundaries: {
    kind: 'known',
    words: 'Границы отметок по шкале, с которой сверяли протоколы.',
    min_3: 1,
    min_4: 3,
    min_5: 4,
    scale_id: uuid(7),
    source: 'паспорт',
    confidence: 'утверждён',
  },
}
export const CHANGES: EntryExitOut = {
  entry_work: ref(ENTRY, 'entry'),
  exit_work: ref(EXIT, 'exit'),
  scope: SCOPE,
  units: UNITS,
  schools_both: 2,
  schools_entry_only: 1,
  schools_exit_only: 0,
  entry_n: 58,
  exit_n: 60,
  sentence: 'Общих заданий 1: лучше 1, хуже 0, нельзя различить 0.',
  items: [
    {
      skill: 'проценты',
      difficulty: 'Б',
      max: 1,
      entry_task: '1',
      exit_task: '2',
      entry: done(20, 58, 34.5),
      exit: done(40, 60, 66.7),
      small_sample: false,
      change: { delta_pp: 32.2, low_pp: 14.3, high_pp: 47.1, verdict: 'better', words: 'лучше' },
    },
  ],
  unmatched: [
    { side: 'entry', task: '5', skill: null, code: 'no_skill', words: 'в паспорте не указано умение' },
  ],
}

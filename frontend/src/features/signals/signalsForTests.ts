/** Signals as the server tells them. */
import type {
  ConfirmationOut,
  MeOut,
  SignalDetailOut,
  SignalKindOut,
  SignalList,
  SignalOut,
  SignalShareOut,
} from '@/api/generated/types.gen'

export const SCHOOL = '0195a000-0000-7000-8000-000000000001'
export const WORK = '0195a000-0000-7000-8000-000000000002'
export const KEY = `boundary_peak.${SCHOOL}.${WORK}`
export const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'coordinator',
  full_name: 'Иванова И. И.',
  roles: [],
  permissions: ['see_signals', 'judge_signals'],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}

export function shareOf(count: number, n: number, pct: string | null = null): SignalShareOut {
  return { count, n, pct, low_pct: pct && '10.0', high_pct: pct && '40.0', is_small: n < 10 }
}

export const SIGNAL: SignalOut = {
  key: KEY,
  kind: 'boundary_peak',
  kind_title: 'Пик баллов на границе отметки',
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  year: 2021,
  procedure: 'vpr',
  procedure_title: 'ВПР',
  subject_name: 'Математика',
  grade: 6,
  title: 'ВПР, математика, 6 класс, 2021',
  n: 33,
  is_approximate: true,
  words:
    'На границе «3» (6 баллов) 14 участников при ожидаемых 3,0; всего с баллами 33. Повод для разговора, не вывод.',
  state: 'open',
  state_title: 'ждёт разговора',
  is_returned: false,
  decided_at: null,
  decided_by: null,
  comments: 1,
}
const KIND: SignalKindOut = {
  code: 'boundary_peak',
  title: SIGNAL.kind_title,
  what: 'Ровно на границе отметки участников больше, чем ожидается.',
  talk: 'Кто и как проверял задания.',
  thresholds: 'Смотрим, если баллы есть не меньше чем у 20 участников.',
  source: 'ФИОКО, 2026',
  confidence: 'medium',
}
export const FOUND: SignalList = {
  year: 2021,
  years: [2021, 2020],
  protocols: 12,
  too_small: 5,
  total: 1,
  kinds: [{ value: 'boundary_peak', title: SIGNAL.kind_title, count: 1 }],
  states: [
    { value: 'open', title: 'ждёт разговора', count: 1 },
    { value: 'explained', title: 'объяснено', count: 0 },
  ],
  procedures: [{ value: 'vpr', title: 'ВПР', count: 1 }],
  items: [SIGNAL],
  next_cursor: null,
}
export const DETAIL: SignalDetailOut = {
  signal: SIGNAL,
  kind: KIND,
  evidence: {
    journal: null,
    marked: null,
    pair: null,
    histogram: {
      counts: [0, 1, 1, 2, 3, 2, 14, 4, 2, 1, 1, 1, 1],
      borders: [6, 8, 11],
      peaks: [{ score: 6, mark: 3, count: 14, expected: '3.0', p_value: 0.0001 }],
      scale_source: 'паспорт работы',
    },
  },
  digest: 'a'.repeat(32),
  history: [
    {
      verdict: 'explained',
      title: 'объяснено',
      explanation: 'Писали после карантина',
      basis: 'справка № 4',
      who: 'Петрова П. П.',
      at: '2021-03-01T09:00:00Z',
      is_about_these_numbers: false,
    },
  ],
  comments: [{ body: 'Работы перепроверены', who: 'Директор', at: '2021-03-02T09:00:00Z' }],
  allowed_actions: ['explained', 'rechecked', 'confirmed', 'dismissed'],
  blocked: { comment: 'Пояснение пишет сама школа.' },
}
export const JOURNAL: SignalDetailOut = {
  ...DETAIL,
  evidence: {
    histogram: null,
    marked: null,
    pair: null,
    journal: {
      lowered: shareOf(9, 30, '30.0'),
      confirmed: shareOf(20, 30, '66.7'),
      raised: shareOf(1, 30, '3.3'),
      lowered_far: shareOf(8, 30, '26.7'),
      raised_far: shareOf(0, 30, '0.0'),
      gap_marks: 2,
      standing_out: ['gap'],
    },
  },
}
export const PAIR: SignalDetailOut = {
  ...DETAIL,
  evidence: {
    histogram: null,
    marked: null,
    journal: null,
    pair: {
      before_title: 'ВПР, математика, 5 класс, 2020',
      after_title: 'ВПР, математика, 6 класс, 2021',
      shares: [
        {
          aspect: 'quality',
          title: 'Доля «4» и «5»',
          before: shareOf(30, 40, '75.0'),
          after: shareOf(2, 40, '5.0'),
          delta_pp: '-70.0',
          low_pp: '-81.2',
          high_pp: '-51.9',
          stands_out: true,
        },
      ],
    },
  },
}
export const TABLE: ConfirmationOut = {
  year: 2021,
  years: [2021],
  subjects: [{ value: 'math', title: 'Математика', count: 3 }],
  grades: [6],
  rows: [
    {
      school_id: SCHOOL,
      school_name: SIGNAL.school_name,
      subject_name: 'Математика',
      grade: 6,
      work_title: SIGNAL.title,
      participants: 41,
      compared: 40,
      lowered: shareOf(10, 40, '25.0'),
      confirmed: shareOf(20, 40, '50.0'),
      raised: shareOf(10, 40, '25.0'),
      why_missing: null,
    },
    {
      school_id: WORK,
      school_name: 'ГБОУ СОШ с. Малая',
      subject_name: 'Математика',
      grade: 6,
      work_title: SIGNAL.title,
      participants: null,
      compared: null,
      lowered: null,
      confirmed: null,
      raised: null,
      why_missing: 'мало: меньше 5',
    },
  ],
  total_rows: 2,
  total: {
    participants: 41,
    compared: 40,
    lowered: shareOf(10, 40, '25.0'),
    confirmed: shareOf(20, 40, '50.0'),
    raised: shareOf(10, 40, '25.0'),
    hidden_rows: 1,
  },
  next_cursor: null,
}

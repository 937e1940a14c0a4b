/** Answers of the server for the tests of this feature. */
import { HttpResponse, http, type JsonBodyType } from 'msw'
import type {
  FigureListOut,
  FigureMeanOut,
  FigureRowOut,
  FigureShareOut,
  FigureUnitOut,
  FigureWorkOut,
  ShareChangeOut,
  UnitFiguresOut,
  WorkOut,
} from '@/api/generated/types.gen'

export const id = (digit: string) => `0190f000-0000-7000-8000-00000000000${digit}`
export const SCHOOL = id('1')
export const OTHER = id('2')
export const REGION = id('9')

export const api = (path: string) => `${window.location.origin}/api/v1${path}`
export const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })

const GONE: FigureShareOut = {
  kind: 'suppressed',
  count: null,
  n: null,
  pct: null,
  ci_low_pct: null,
  ci_high_pct: null,
}

export function share(count: number, n: number, low: number, high: number): FigureShareOut {
  const pct = Math.round((count / n) * 1000) / 10
  return { kind: 'measured', count, n, pct, ci_low_pct: low, ci_high_pct: high }
}

const mean = (value: number | null, n: number): FigureMeanOut => ({
  kind: value === null ? 'no_test_scores' : 'measured',
  value,
  n: value === null ? null : n,
})

/** Figures out of the counts of marks; intervals need not be exact here. */
export function figures(n2: number, n3: number, n4: number, n5: number): UnitFiguresOut {
  const n = n2 + n3 + n4 + n5
  const of = (count: number) => share(count, n, Math.max(0, (count / n) * 100 - 20), 20 + (count / n) * 75)
  return {
    kind: 'measured',
    schools: 1,
    n,
    n2,
    n3,
    n4,
    n5,
    small_sample: n < 10,
    below_min: of(n2),
    success: of(n3 + n4 + n5),
    quality: of(n4 + n5),
    high_score: { ...GONE, kind: 'no_test_scores' },
    lowered: of(Math.min(n, 1)),
    confirmed: of(n - 1),
    raised: of(0),
    sou: mean(42.5, n),
    avg_mark: mean(3.25, n),
    avg_primary: mean(8, n),
    avg_test: mean(null, n),
    completion: { kind: 'measured', points: 80, maximum: 200, n, pct: 40 },
  }
}

export const FEW: UnitFiguresOut = {
  ...figures(1, 1, 1, 1),
  kind: 'suppressed',
  n: null,
  n2: null,
  n3: null,
  n4: null,
  n5: null,
  below_min: GONE,
  success: GONE,
  quality: GONE,
}

export function work(key: string, year: number, more: Partial<FigureWorkOut> = {}): FigureWorkOut {
  return {
    id: id(key),
    title: 'ВПР, математика',
    procedure: 'vpr',
    procedure_title: 'ВПР',
    year,
    wave: 'spring',
    wave_title: 'весна',
    subject_code: 'math',
    subject_name: 'Математика',
    subject_short_name: 'Математика',
    grade: 6,
    programme_grade: 6,
    series: '',
    max_primary: 16,
    ...more,
  }
}

export const W2018 = work('a', 2018)
export const W2019 = work('b', 2019)
export const W2020 = work('c', 2020, { wave: 'autumn', wave_title: 'осень', programme_grade: 5 })
export const WORKS = [W2020, W2019, W2018]

/** As `GET /works` names the same works. */
export function listed(works: readonly FigureWorkOut[]): WorkOut[] {
  return works.map(({ subject_code: code, subject_name: name, subject_short_name: short_name, ...rest }) => ({
    ...rest,
    subject: { code, name, short_name },
    written_on: null,
  }))
}

export const SAME: ShareChangeOut = {
  delta_pp: -23.2,
  low_pp: -57,
  high_pp: 21,
  verdict: 'indistinct',
  verdict_text: 'нельзя различить',
}
export const WORSE: ShareChangeOut = {
  delta_pp: 30,
  low_pp: 4,
  high_pp: 50,
  verdict: 'worse',
  verdict_text: 'хуже',
}
export const REASON = { code: 'programme_grade', text: 'Проверялась программа разных классов.' }

export function row(
  unit: string,
  of: FigureWorkOut,
  own: UnitFiguresOut,
  change: Partial<FigureRowOut['year_change']> = {},
): FigureRowOut {
  return {
    unit_id: unit,
    work_id: of.id,
    figures: own,
    year_change: { work_id: null, reasons: [], success: null, quality: null, below_min: null, ...change },
    sources: '/api/v1/figures/sources',
  }
}

export function unit(key: string, name: string, level: FigureUnitOut['level'] = 'school'): FigureUnitOut {
  return {
    level,
    id: key,
    name,
    municipality_id: null,
    municipality_name: level === 'school' ? 'м. р. Красноярский' : null,
    office_id: null,
    region_id: REGION,
    cluster: null,
    is_rural: true,
    pupils: 90,
  }
}

/** Two schools, three years: a change that cannot be told, one that is worse, a break in 2020. */
export const LIST: FigureListOut = {
  level: 'school',
  level_title: 'Школа',
  conditions: 'ВПР, 6 класс.',
  works: [W2018, W2019, W2020],
  units: [unit(SCHOOL, 'ГБОУ СОШ с. Васильевка'), unit(OTHER, 'ГБОУ СОШ с. Новая Бинарадка')],
  rows: [
    row(SCHOOL, W2018, figures(3, 4, 1, 0)),
    row(SCHOOL, W2019, figures(1, 4, 2, 0), {
      work_id: W2018.id,
      below_min: SAME,
      success: SAME,
      quality: SAME,
    }),
    row(SCHOOL, W2020, figures(4, 3, 1, 0), { work_id: W2019.id, reasons: [REASON] }),
    row(OTHER, W2018, figures(10, 20, 8, 2)),
    row(OTHER, W2019, figures(22, 10, 8, 0), {
      work_id: W2018.id,
      below_min: WORSE,
      success: WORSE,
      quality: SAME,
    }),
    row(OTHER, W2020, FEW, { work_id: W2019.id, reasons: [REASON] }),
  ],
  parents: [W2018, W2019, W2020].map(({ id: work_id }) => ({
    level: 'region' as const,
    id: REGION,
    name: 'Самарская область',
    work_id,
    figures: figures(118, 310, 240, 72),
  })),
  missing: [],
  legend: [{ kind: 'suppressed', sign: 'мало', text: 'меньше пяти участников' }],
}

export const NO_WORKS = { items: [], next_cursor: null }

/** The handler of `GET /works`. */
export const worksHandler = (works: readonly FigureWorkOut[] = WORKS) =>
  http.get(api('/works'), () => json({ items: listed(works), next_cursor: null }))

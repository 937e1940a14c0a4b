import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ComparisonOut, FigureListOut, SimilarSchoolsOut } from '@/api/generated/types.gen'
import {
  api,
  FEW,
  figures,
  json,
  LIST,
  OTHER,
  row,
  SAME,
  SCHOOL,
  share,
  unit,
  W2018,
  W2019,
  W2020,
  work,
} from '../figuresForTests'
import { openAt } from '../pagesForTests'
import { pointsOfRows } from '../parts/series'
import { gatherSeries } from '../parts/works'
import { mostPooled, newestPair } from './pair'

const asked: URL[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked.length = 0
})
afterAll(() => server.close())

const OWN: FigureListOut = {
  ...LIST,
  units: LIST.units.slice(0, 1),
  rows: LIST.rows.filter(({ unit_id }) => unit_id === SCHOOL),
}
const shrunken = { pct: 24.1, ci_low_pct: 15, ci_high_pct: 36 }
const side = (works: ComparisonOut['before']['works'], is_pooled = false) => ({
  works,
  is_pooled,
  words: 'Участники двух лет посчитаны вместе.',
  figures: figures(3, 4, 1, 0),
})
const COMPARISON: ComparisonOut = {
  unit: unit(SCHOOL, 'ГБОУ СОШ с. Васильевка'),
  before: side([W2018]),
  after: side([W2019]),
  prior: {
    kind: 'fitted',
    cluster_title: 'малые сельские',
    schools: 14,
    text: 'Поправка по 14 похожим школам.',
  },
  measures: [
    {
      measure: 'below_min',
      title: 'Ниже порога',
      better: 'down',
      before: { raw: share(3, 8, 14, 69), shrunken },
      after: { raw: share(1, 7, 3, 51), shrunken: null },
      change: SAME,
      sentence: 'Было 3 из 8, стало 1 из 7: нельзя различить.',
    },
  ],
}
const SIMILAR: SimilarSchoolsOut = {
  school_id: SCHOOL,
  kind: 'cluster',
  cluster: 'rural_small',
  cluster_title: 'малые сельские школы',
  schools: 14,
  rule: { version: 1, text: 'Размер, тип, село.', source: 'методика', confidence: 'средняя' },
  work: W2020,
  total: figures(40, 60, 30, 10),
  items: [
    { label: 'ГБОУ СОШ с. Васильевка', school_id: SCHOOL, is_asked: true, figures: figures(4, 3, 1, 0) },
    { label: 'Школа 2', school_id: null, is_asked: false, figures: FEW },
    { label: 'ГБОУ СОШ с. Новая Бинарадка', school_id: OTHER, is_asked: false, figures: null },
  ],
  text: 'Похожих школ 14.',
}

function open(list = OWN, address = `/schools/${SCHOOL}/results`, similar = SIMILAR) {
  server.use(
    http.get(api('/figures'), ({ request }) => {
      asked.push(new URL(request.url))
      return json(list)
    }),
    http.get(api('/figures/comparison'), ({ request }) => {
      asked.push(new URL(request.url))
      return json(COMPARISON)
    }),
    http.get(api('/schools/:school/similar'), () => json(similar)),
  )
  return openAt(address)
}

const box = async (name: string | RegExp) => within(await screen.findByRole('region', { name }))

test('dynamics of the school: words for changes, a gap with its reason, the table with the same numbers', async () => {
  const router = open()
  const dynamics = await box('Динамика')
  expect(
    dynamics.getByRole('img', { name: /2018 — 3.из.8; 2019 — 1.из.7; осень.2020 — 4.из.8/ }),
  ).toBeInTheDocument()
  expect(dynamics.getByText(/2019 и.2018: нельзя различить/)).toBeInTheDocument()
  expect(dynamics.getByText(/осень.2020 и.2019 не сравниваем: проверялась/)).toBeInTheDocument()
  await userEvent.click(dynamics.getByRole('button', { name: 'Таблица' }))
  expect(await dynamics.findByRole('row', { name: /2019 7.*малая выборка 1.из.7/ })).toBeInTheDocument()
  expect(router.state.location.search).toEqual({ table: 'dynamics' })
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({ level: 'school', school_id: SCHOOL })
})

test('the newest years that may be compared: raw and beside it the estimate, the change in words', async () => {
  open()
  const comparison = await box(/Сравнение лет: ВПР, математика/)
  expect(
    await comparison.findByRole('row', {
      name: /Ниже порога 3.из.8.*14–69.% 24,1.%.*15–36.% 1.из.7.*3–51.% — нельзя различить/,
    }),
  ).toBeInTheDocument()
  expect(comparison.getByText('Поправка по 14 похожим школам.')).toBeInTheDocument()
  const { searchParams } = asked.find(({ pathname }) => pathname.endsWith('/comparison')) ?? new URL('a:')
  expect([searchParams.get('before'), searchParams.get('after')]).toEqual([W2018.id, W2019.id])
})

test('a refusal to compare is an answer with reasons, not a failure', async () => {
  open()
  server.use(
    http.get(api('/figures/comparison'), () =>
      json(
        {
          type: 'https://marshrut/problems/not-comparable',
          title: 'Сравнивать нельзя',
          status: 409,
          detail: 'Эти работы сравнивать нельзя.',
          errors: [{ pointer: '/after', code: 'participation', message: 'Писали меньше 70 % класса.' }],
        },
        409,
      ),
    ),
  )
  expect(await screen.findByText('Писали меньше 70 % класса.')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Повторить' })).toBeNull()
})

test('schools like ours: ours is marked, strangers have no name, few are «мало»', async () => {
  open()
  const similar = await box('Школы как наша')
  expect(
    await similar.findByRole('row', { name: /Васильевка \(эта школа\) 8.*малая выборка 4.из.8/ }),
  ).toBeInTheDocument()
  expect(similar.getByRole('row', { name: /Школа 2 мало мало/ })).toBeInTheDocument()
  expect(similar.queryByRole('link', { name: 'Школа 2' })).toBeNull()
  expect(similar.getByRole('row', { name: /Все похожие школы вместе 140/ })).toBeInTheDocument()
  expect(similar.getByText(/не рейтинг/)).toBeInTheDocument()
})

test('too few similar schools: none are shown, and it is said why', async () => {
  open(OWN, `/schools/${SCHOOL}/results`, {
    ...SIMILAR,
    kind: 'too_few',
    items: [],
    text: 'Похожих школ только 3, а нужно 5.',
  })
  expect(await screen.findByText(/Похожих школ только 3/)).toBeInTheDocument()
})

test('the measure and the subject looked at stand in the address', async () => {
  const router = open()
  await userEvent.click(await screen.findByRole('button', { name: 'качество' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ measure: 'quality' }))
  await userEvent.click(await screen.findByRole('link', { name: /математика, 6.класс: рассмотреть/ }))
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ measure: 'quality', series: 'vpr.math.6' }),
  )
})

test('years are pooled only inside an unbroken run that leaves a year to compare with', () => {
  const works = [2017, 2018, 2019].map((year, place) => work(String(place + 3), year))
  const rows = works.map((one, place) =>
    row(SCHOOL, one, figures(3, 4, 1, 0), { work_id: works[place - 1]?.id ?? null, below_min: SAME }),
  )
  const [series] = gatherSeries(works)
  if (!series) throw new Error('no series')
  const points = pointsOfRows(series, rows, 'below_min')
  const years = (pool: number) => {
    const pair = newestPair(points, pool)
    return [pair?.before.map(({ year }) => year), pair?.after.map(({ year }) => year)]
  }
  expect(mostPooled(points)).toBe(2)
  expect(years(1)).toEqual([[2018], [2019]])
  expect(years(2)).toEqual([[2017], [2018, 2019]])
  expect(years(3)).toEqual([[2017], [2018, 2019]])
  expect(newestPair(points.slice(0, 1))).toBeNull()
})

test('where no year may be compared, the reasons stand instead of a comparison', async () => {
  const rows = OWN.rows.filter(({ work_id }) => work_id !== W2018.id)
  open({ ...OWN, rows })
  expect(await screen.findByText(/Сравнивать нельзя ни один год/)).toBeInTheDocument()
  expect(asked.some(({ pathname }) => pathname.endsWith('/comparison'))).toBe(false)
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DynamicsOut, FunnelOut } from '@/api/generated/types.gen'
import {
  api,
  figures,
  json,
  LIST,
  OTHER,
  REASON,
  REGION,
  SAME,
  SCHOOL,
  share,
  unit,
  W2018,
  W2019,
  W2020,
  worksHandler,
} from '../figuresForTests'
import { openAt } from '../pagesForTests'

const asked: URL[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  asked.length = 0
})
afterAll(() => server.close())

const FUNNEL: FunnelOut = {
  work: W2020,
  measure: 'below_min',
  title: 'Доля «2»',
  better: 'down',
  center: share(141, 742, 16, 22),
  center_of: 'область',
  limits: [8, 40].map((n) => ({ n, low_95_pct: 0, high_95_pct: 45, low_998_pct: 0, high_998_pct: 70 })),
  points: [
    {
      school_id: SCHOOL,
      name: 'ГБОУ СОШ с. Васильевка',
      count: 4,
      n: 8,
      pct: 50,
      small_sample: true,
      zone: 'outside_95',
      side: 'above',
    },
    {
      school_id: OTHER,
      name: 'ГБОУ СОШ с. Новая Бинарадка',
      count: 8,
      n: 40,
      pct: 20,
      small_sample: false,
      zone: 'inside',
      side: null,
    },
  ],
  hidden: 1,
  sentence: 'За границей 95 % одна школа из 2.',
}

const point = (work: typeof W2018, own = figures(118, 310, 240, 72)) => ({
  year: work.year,
  work,
  figures: own,
  is_break: false,
  reasons: [],
  success_change: null,
  quality_change: null,
  below_min_change: null,
})
const DYNAMICS: DynamicsOut = {
  unit: unit(REGION, 'Самарская область', 'region'),
  years: [2018, 2019, 2020],
  years_without: [2017],
  points: [
    point(W2018),
    { ...point(W2019), below_min_change: SAME },
    { ...point(W2020), is_break: true, reasons: [REASON] },
  ],
}

function open(address = '/analysis/subject?level=school') {
  const keep = ({ request }: { request: Request }) => asked.push(new URL(request.url))
  server.use(
    worksHandler(),
    http.get(api('/figures'), (call) => {
      keep(call)
      return json(LIST)
    }),
    http.get(api('/figures/funnel'), (call) => {
      keep(call)
      return json(FUNNEL)
    }),
    http.get(api('/figures/dynamics'), (call) => {
      keep(call)
      return json(DYNAMICS)
    }),
  )
  return openAt(address)
}

const box = async (name: string) => within(await screen.findByRole('region', { name }))

test('the funnel tells its sentence, why small schools jump, and each school outside of the limits', async () => {
  open()
  const funnel = await box('Школа и случайность')
  expect(await funnel.findByText(/За границей 95.% одна школа/)).toBeInTheDocument()
  expect(funnel.getByText(/Малые школы «прыгают» без причины/)).toBeInTheDocument()
  expect(funnel.getByRole('link', { name: /Васильевка: 4.из.8, выше границы 95.%/ })).toBeInTheDocument()
  expect(funnel.getByText(/Не показано: 1.школа/)).toBeInTheDocument()
})

test('a point of the funnel opens its school by the keyboard', async () => {
  const router = open()
  const mark = await screen.findByRole('link', { name: /Васильевка: 4.из.8/ })
  mark.focus()
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe(`/schools/${SCHOOL}/results`))
})

test('every chart is a table too, and the address remembers it', async () => {
  const router = open()
  const funnel = await box('Школа и случайность')
  await userEvent.click(await funnel.findByRole('button', { name: 'Таблица' }))
  expect(
    await funnel.findByRole('row', { name: /Бинарадка.*8.из.40, 20.%.*внутри границ/ }),
  ).toBeInTheDocument()
  expect(router.state.location.search).toMatchObject({ table: 'funnel' })
  const marks = await box('Отметки по годам')
  await userEvent.click(marks.getByRole('button', { name: 'Таблица' }))
  await waitFor(() => expect(router.state.location.search).toMatchObject({ table: 'funnel.marks' }))
  expect(marks.getByRole('row', { name: /2019 7 1 4 2 0 1.из.7.*нельзя различить/ })).toBeInTheDocument()
  const dynamics = await box('Динамика')
  await userEvent.click(await dynamics.findByRole('button', { name: 'Таблица' }))
  expect(
    (await dynamics.findAllByRole('row', { name: /осень.2020.*не сравниваем: проверялась программа/ }))[0],
  ).toBeInTheDocument()
})

test('dynamics of the territory break where years may not be compared, with the reason in words', async () => {
  open()
  const dynamics = await box('Динамика')
  expect(await dynamics.findByText(/2019 и.2018: нельзя различить, −23/)).toBeInTheDocument()
  expect(
    dynamics.getAllByText(/осень.2020 и.2019 не сравниваем: проверялась программа разных классов$/),
  ).toHaveLength(3)
  expect(dynamics.getByText('Нет результатов за: 2017.')).toBeInTheDocument()
  const { searchParams } = asked.find(({ pathname }) => pathname.endsWith('/dynamics')) ?? new URL('a:')
  expect(searchParams.get('unit_id')).toBe(REGION)
})

test('confirmation of marks says counts and blames nobody', async () => {
  open()
  const table = await box('Подтверждение отметок')
  expect(table.getByRole('row', { name: /Васильевка 1.из.8 7.из.8 0.из.8/ })).toBeInTheDocument()
  expect(table.getByText(/не вывод об учителе/)).toBeInTheDocument()
})

test('the chosen subject, year and district go to the server', async () => {
  open(`/analysis/subject?year=2019&municipality=${OTHER}&measure=quality`)
  await box('Школа и случайность')
  const funnel = asked.find(({ pathname }) => pathname.endsWith('/funnel'))?.searchParams
  expect(Object.fromEntries(funnel ?? [])).toEqual({
    work_id: W2019.id,
    measure: 'quality',
    municipality_id: OTHER,
  })
  const list = asked.find(({ pathname }) => pathname.endsWith('/figures'))?.searchParams
  expect(list?.get('subject')).toBe('math')
  expect(list?.has('year')).toBe(false)
})

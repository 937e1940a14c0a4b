import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { FactorOut, MeOut, OpinionOut, RiskProfileOut } from '@/api/generated/types.gen'
import { meOptions } from '@/api/me'
import { RiskProfile, RiskProfileInShort } from './RiskProfile'

const SCHOOL = '0195a000-0000-7000-8000-000000000001'
const api = (path: string) => `${window.location.origin}/api/v1${path}`
const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'curator',
  full_name: 'Условная У. У.',
  roles: [],
  permissions: [],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}
const opinion = (level: OpinionOut['level'], title: string): OpinionOut => ({
  level,
  level_title: title,
  no_data_reason: level ? null : 'ещё не оценено',
  comment: null,
  origin: null,
  raw_index: null,
  who: level ? 'Петров П. П.' : null,
  recorded_at: level ? '2021-03-01T09:00:00+04:00' : null,
})
const FACTOR: FactorOut = {
  code: 'low_motivation',
  name: 'Низкая учебная мотивация',
  survey: opinion('medium', 'Средняя'),
  school: opinion('low', 'Низкая'),
  curator: opinion('high', 'Высокая'),
  agreement: 'differ',
  agreement_title: 'Расходятся',
  verdict: null,
  needs_reason: true,
}
const PROFILE: RiskProfileOut = {
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  cycle: 2021,
  cycles: [2021],
  state: 'formed',
  state_title: 'сформирован',
  version: 4,
  agreed: 0,
  differing: 1,
  selected: 0,
  factors: [FACTOR],
  self_assessed_at: null,
  visited_on: null,
  verified_on: null,
  signatures: [],
  warnings: [],
  steps: [],
  allowed_actions: [],
  blocked: {},
}

const sent: { to: string; version: string | null; body: unknown }[] = []
let shown = PROFILE
let answer: () => Response = () => HttpResponse.json(shown)
const server = setupServer(
  http.get(api(`/schools/${SCHOOL}/risk-profile`), () => HttpResponse.json(shown)),
  http.all(api(`/schools/${SCHOOL}/risk-profile/:part`), async ({ request, params }) => {
    sent.push({
      to: String(params.part),
      version: request.headers.get('If-Match'),
      body: await request.json(),
    })
    return answer()
  }),
  http.get(api('/me'), () => HttpResponse.json(ME)),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  sent.length = 0
  answer = () => HttpResponse.json(shown)
})
afterEach(() => {
  server.resetHandlers()
  forgetDrafts()
})
afterAll(() => server.close())

function show(parts: Partial<RiskProfileOut> = {}, Part = RiskProfile) {
  shown = { ...PROFILE, ...parts }
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(meOptions().queryKey, ME)
  return render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <Suspense>
          <Part schoolId={SCHOOL} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
}
const button = (name: string | RegExp) => screen.findByRole('button', { name })

test('a reader sees three views and is offered nothing but printing', async () => {
  show()
  const row = await screen.findByRole('row', { name: /Низкая учебная мотивация/ })
  for (const words of ['Средняя', 'Низкая', 'Высокая', 'Расходятся']) {
    expect(within(row).getByText(words)).toBeInTheDocument()
  }
  expect(screen.getAllByRole('button').map((found) => found.textContent)).toEqual(['Печать протокола'])
})

test('the overview has the matrix without actions', async () => {
  show({ allowed_actions: ['verify', 'sign'] }, RiskProfileInShort)
  await screen.findByText('Расходятся')
  expect(screen.queryByRole('button')).toBeNull()
})

test('what cannot be done now says why', async () => {
  show({ blocked: { sign: 'Подписать пока нельзя, не хватает: посещения.' } })
  const sign = await button('Подписать профиль')
  expect(sign).toHaveAttribute('aria-disabled', 'true')
  expect(sign).toHaveAccessibleDescription(/не хватает: посещения/)
})

test('a differing factor is not decided without a reason; the decision names the version', async () => {
  show({ allowed_actions: ['verify'] })
  await userEvent.click(await button('Решить: Низкая учебная мотивация'))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Записать решение' }))
  expect(within(dialog).getByRole('link', { name: 'Напишите, почему решено так.' })).toBeInTheDocument()
  expect(sent).toEqual([])
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Почему решено так' }), 'Видела уроки')
  await userEvent.click(within(dialog).getByRole('checkbox', { name: /Взять в работу/ }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Записать решение' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(sent).toEqual([
    {
      to: 'verdicts',
      version: '"4"',
      body: {
        cycle: 2021,
        verdicts: [
          {
            factor: 'low_motivation',
            verdict: 'confirmed',
            level: 'high',
            reason: 'Видела уроки',
            is_selected: true,
          },
        ],
      },
    },
  ])
})

test('the school states its level; when somebody was quicker nothing typed is lost', async () => {
  show({ allowed_actions: ['state_school'] })
  answer = () =>
    HttpResponse.json(
      { title: 'Документ уже изменён', detail: 'Профиль тем временем изменили.' },
      { status: 412 },
    )
  await userEvent.click(await button('Оценить факторы: школа'))
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Значимость' }), 'no_data')
  await userEvent.click(await button('Сохранить самооценку'))
  expect(screen.getByRole('link', { name: /напишите, почему нет данных/ })).toBeInTheDocument()
  await userEvent.type(screen.getByRole('textbox', { name: 'Почему нет данных' }), 'Опрос не проводили')
  await userEvent.click(await button('Сохранить самооценку'))
  expect(await screen.findByText('Профиль тем временем изменили.')).toBeInTheDocument()
  expect(screen.getByRole('textbox', { name: 'Почему нет данных' })).toHaveValue('Опрос не проводили')
  expect(sent[0]).toEqual({
    to: 'levels',
    version: '"4"',
    body: {
      source: 'school',
      cycle: 2021,
      origin: 'manual',
      levels: [
        { factor: 'low_motivation', level: null, no_data_reason: 'Опрос не проводили', comment: null },
      ],
    },
  })
})

test('what is signed is shown before it is signed', async () => {
  show({ allowed_actions: ['sign'], warnings: ['В работу не взят ни один фактор.'] })
  await userEvent.click(await button('Подписать профиль'))
  const dialog = await screen.findByRole('dialog', { name: 'Проверьте перед подписанием' })
  expect(dialog).toHaveTextContent('Низкая учебная мотивация: решения нет')
  expect(dialog).toHaveTextContent('В работу не взят ни один фактор.')
  await userEvent.dblClick(within(dialog).getByRole('button', { name: 'Подписать' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(sent).toEqual([{ to: 'sign', version: '"4"', body: { cycle: 2021 } }])
})

test('opening again asks why', async () => {
  show({ allowed_actions: ['reopen'], state: 'verified', state_title: 'верифицирован' })
  await userEvent.click(await button('Открыть снова'))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Открыть снова' }))
  expect(sent).toEqual([])
  await userEvent.type(within(dialog).getByRole('textbox'), 'Ошибка в факторе')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Открыть снова' }))
  await waitFor(() =>
    expect(sent).toEqual([
      { to: 'reopen', version: '"4"', body: { cycle: 2021, reason: 'Ошибка в факторе' } },
    ]),
  )
})

import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { type ReactNode, Suspense } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import type { AssignmentOut, CuratorOut, MeOut, ProposalList, SchoolTeamOut } from '@/api/generated/types.gen'
import { PeoplePage } from './PeoplePage'
import { SchoolTeam } from './SchoolTeam'

const id = (last: string) => `0195a000-0000-7000-8000-00000000000${last}`
const [SCHOOL, PERSON, OTHER] = [id('1'), id('2'), id('3')]
const api = (path: string) => `${window.location.origin}/api/v1${path}`

const ME: MeOut = {
  id: 'me',
  kind: 'person',
  login: 'coordinator',
  full_name: 'Иванова И. И.',
  roles: [],
  permissions: ['see_curators', 'manage_support'],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}
const ASSIGNMENT: AssignmentOut = {
  id: id('4'),
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  person_id: PERSON,
  full_name: 'Условная У. У.',
  kind: 'curator',
  since_on: '2021-02-12',
  last_on: null,
  act_text: 'приказ № 1',
  end_reason: null,
  is_current: true,
  appointed_by: 'Иванова И. И.',
  recorded_at: '2021-02-12T09:00:00+04:00',
  warning: null,
  allowed_actions: ['hand_over', 'end'],
  blocked: [],
}
const TEAM: SchoolTeamOut = {
  school_id: SCHOOL,
  school_name: ASSIGNMENT.school_name,
  on: '2021-03-17',
  items: [ASSIGNMENT],
  findings: [],
  allowed_actions: ['appoint'],
}
const PROPOSALS: ProposalList = {
  school_id: SCHOOL,
  kind: 'curator',
  on: '2021-03-18',
  note: 'Расстояния неизвестны.',
  items: [
    {
      person_id: OTHER,
      full_name: 'Примеров П. П.',
      load: 1,
      is_possible: true,
      reasons: [{ tone: 'for', text: 'Ведёт 1 школу из 3.' }],
    },
    {
      person_id: PERSON,
      full_name: 'Условная У. У.',
      load: 1,
      is_possible: false,
      reasons: [{ tone: 'against', text: 'Нельзя: уже куратор этой школы.' }],
    },
  ],
}
const PERSON_OUT: CuratorOut = {
  person_id: PERSON,
  full_name: 'Условная У. У.',
  position: 'куратор',
  roles: ['curator'],
  municipality_id: null,
  municipality: null,
  load: 4,
  load_limit: 3,
  warning: 'Ведёт 4 школы при норме не больше 3: передайте часть школ другому.',
  schools: [{ ...ASSIGNMENT, warning: 'заявлен конфликт интересов, замените' }],
  history: [],
  competences: [{ kind: 'subject', code: 'math', name: 'Математика', note: 'вела кружок' }],
  competences_version: 77,
  conflicts: [],
  allowed_actions: ['set_competences', 'declare_conflict'],
}

/** Writes as they reached the server, in order. */
const sent: { to: string; body: unknown; version: string | null }[] = []
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  sent.length = 0
  forgetDrafts()
})
afterAll(() => server.close())

const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })

function open(page: ReactNode, { team = TEAM, reply = {} as unknown } = {}) {
  const take = async ({ request }: { request: Request }) => {
    const to = new URL(request.url).pathname.replace('/api/v1', '')
    sent.push({ to, body: await request.json(), version: request.headers.get('If-Match') })
    return json(reply)
  }
  server.use(
    http.get(api('/me'), () => json(ME)),
    http.get(api('/schools/:school/assignments'), () => json(team)),
    http.get(api('/schools/:school/assignment-proposals'), () => json(PROPOSALS)),
    http.get(api('/curators/choices'), () =>
      json({
        subjects: [
          { code: 'math', name: 'Математика' },
          { code: 'physics', name: 'Физика' },
        ],
        factors: [],
        municipalities: [{ id: id('9'), name: 'г. о. Жигулёвск' }],
      }),
    ),
    http.get(api('/curators'), ({ request }) => {
      const q = new URL(request.url).searchParams.get('q')
      return json({ on: '2021-03-17', items: q === 'никто' ? [] : [PERSON_OUT] })
    }),
    http.post(api('/*'), take),
    http.put(api('/*'), take),
  )
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Suspense>{page}</Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

test('a hand-over offers people with reasons, refuses the impossible, and says what passes over', async () => {
  const passes_over = [{ kind: 'visit', id: id('5'), text: 'знакомство', due_on: '2021-03-25' }]
  open(<SchoolTeam schoolId={SCHOOL} />, { reply: { team: TEAM, passes_over } })
  await press('Передать: Условная У. У.')
  const best = await screen.findByRole('radio', { name: /Примеров/ })
  expect(best).toHaveAccessibleDescription(/Ведёт\s1\sшколу из\s3/)
  const former = screen.getByRole('radio', { name: /Условная/ })
  expect(former).toBeDisabled()
  expect(former).toHaveAccessibleDescription(/уже куратор\sэтой\sшколы/)
  await press('Передать')
  expect(within(screen.getByRole('alert')).getAllByRole('link')).toHaveLength(3)
  expect(sent).toEqual([])
  await userEvent.click(best)
  await userEvent.type(screen.getByLabelText('Акт о назначении преемника'), 'приказ № 8')
  await userEvent.type(screen.getByLabelText('Почему передаёте'), 'перегрузка')
  await userEvent.dblClick(screen.getByRole('button', { name: 'Передать' }))
  expect(await screen.findByText(/передано с 18\.03\.2021/)).toBeInTheDocument()
  expect(screen.getByText(/«знакомство», 25\.03\.2021/)).toBeInTheDocument()
  expect(sent.map(({ to, body }) => ({ to, body }))).toEqual([
    {
      to: `/assignments/${ASSIGNMENT.id}/hand-over`,
      body: {
        person_id: OTHER,
        from_on: '2021-03-18',
        act_text: 'приказ № 8',
        reason: 'перегрузка',
      },
    },
  ])
})

test('a refused appointment says why and keeps what was typed', async () => {
  open(<SchoolTeam schoolId={SCHOOL} />)
  server.use(
    http.post(api('/schools/:school/assignments'), () =>
      json({ title: 'Действие сейчас невозможно', detail: 'У школы уже есть куратор.' }, 409),
    ),
  )
  await press('Назначить')
  await userEvent.click(await screen.findByRole('radio', { name: /Примеров/ }))
  const act = screen.getByLabelText('Акт о назначении')
  await userEvent.type(act, 'приказ № 9')
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.click(dialog.getByRole('button', { name: 'Назначить' }))
  expect(await screen.findByText('У школы уже есть куратор.')).toBeInTheDocument()
  expect(act).toHaveValue('приказ № 9')
})

test('an end says that the school is left alone, and shows the consequence as the server tells it', async () => {
  open(<SchoolTeam schoolId={SCHOOL} />, {
    reply: { team: TEAM, consequence: 'После 17.03.2021 у школы нет куратора' },
  })
  await press('Завершить: Условная У. У.')
  expect(await screen.findByText(/Школа останется без сопровождения/)).toBeInTheDocument()
  await userEvent.type(screen.getByLabelText('Почему'), 'уволилась')
  await press('Завершить')
  expect(await screen.findByText(/После 17\.03\.2021 у школы нет куратора/)).toBeInTheDocument()
  expect(sent[0]?.body).toEqual({ last_on: '2021-03-17', reason: 'уволилась' })
})

test('a reader has nothing to press and sees the finding', async () => {
  const items = [{ ...ASSIGNMENT, allowed_actions: [] }]
  const findings = ['Условная У. У., куратор: заявлен конфликт интересов, замените']
  open(<SchoolTeam schoolId={SCHOOL} />, { team: { ...TEAM, items, findings, allowed_actions: [] } })
  expect(await screen.findByText(/заявлен конфликт интересов, замените/)).toBeInTheDocument()
  expect(screen.queryByRole('button')).toBeNull()
})

test('the list warns of overload and conflict, and a search that finds nobody says so', async () => {
  open(<PeoplePage />)
  const table = within(await screen.findByRole('table', { name: 'Кураторы и наставники' }))
  expect(table.getByText(/Ведёт 4\sшколы/)).toBeInTheDocument()
  expect(table.getByText(/заявлен конфликт интересов, замените/)).toBeInTheDocument()
  await userEvent.type(screen.getByLabelText('Найти по имени'), 'никто{Enter}')
  expect(await screen.findByText('Никого не нашлось')).toBeInTheDocument()
})

test('competences are sent whole with the version they were read in, and notes are kept', async () => {
  open(<PeoplePage />, { reply: PERSON_OUT })
  await press(/Условная/)
  await userEvent.click(await screen.findByText('Изменить'))
  await userEvent.click(await screen.findByLabelText('Физика'))
  await userEvent.selectOptions(screen.getByLabelText(/Муниципалитет, где/), id('9'))
  await press('Сохранить')
  expect(await screen.findByText('Сохранено: компетенции')).toBeInTheDocument()
  expect(sent).toEqual([
    {
      to: `/people/${PERSON}/competences`,
      version: '"77"',
      body: {
        subjects: [
          { code: 'math', note: 'вела кружок' },
          { code: 'physics', note: null },
        ],
        factors: [],
        municipality_id: id('9'),
      },
    },
  ])
})

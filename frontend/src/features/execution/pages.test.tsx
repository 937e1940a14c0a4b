import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { expect, test } from 'vitest'
import type { DeputyList, LockOut, PlanOut } from '@/api/generated/types.gen'
import { DeputiesPage } from './DeputiesPage'
import { api, refusal, SCHOOL, sent, server, show, takeWrites, withServer } from './executionForTests'
import { LocksPage } from './LocksPage'

withServer()
const MANAGER = ['see_plans', 'manage_execution']
const button = (name: string) => screen.findByRole('button', { name })

/** A page with links needs a router around it. */
function open(page: () => React.ReactNode, permissions: string[]) {
  const router = createRouter({
    routeTree: createRootRoute({ component: page }),
    history: createMemoryHistory(),
  })
  // The type of the product's router does not matter here.
  show(<RouterProvider router={router as never} />, permissions)
}

const serve = (path: string, reply: object) =>
  server.use(http.get(api(path), () => HttpResponse.json(reply as JsonBodyType)))

const LOCK: LockOut = {
  id: 'lock-1',
  plan_id: 'plan-1',
  plan_title: 'План «500+»',
  edition_id: null,
  edition_words: null,
  school_id: SCHOOL,
  school_name: 'ГБОУ СОШ с. Васильевка',
  starts_on: '2020-11-01',
  ends_on: '2020-12-31',
  reason: 'Отчёт за полугодие сдан',
  locked_by: 'Иванова И. И.',
  locked_at: '2021-01-15T10:00:00+04:00',
  released_at: null,
  released_by: null,
  release_reason: null,
}

function serveLocks(items: LockOut[]) {
  const plan: PlanOut = { id: 'plan-1', code: 'p', title: 'План «500+»', editions: [] }
  takeWrites(LOCK)
  serve('/locks', { items })
  serve('/plans', { items: [plan] })
  serve('/schools', { items: [{ id: SCHOOL, short_name: 'ГБОУ СОШ с. Васильевка' }], next_cursor: null })
}

test('everybody reads what is closed and why; only who manages can open it again', async () => {
  serveLocks([LOCK, { ...LOCK, id: 'lock-2', released_at: LOCK.locked_at, release_reason: 'Нашли ошибку' }])
  open(LocksPage, ['see_plans'])
  const [closed, opened] = (await screen.findAllByRole('listitem')).map((item) => within(item))
  expect(closed?.getByText('Закрыто')).toBeInTheDocument()
  expect(closed?.getByText(/сроки с 01\.11\.2020 по 31\.12\.2020/)).toBeInTheDocument()
  expect(closed?.getByText(/Отчёт за полугодие сдан/)).toBeInTheDocument()
  expect(opened?.getByText('Открыто снова')).toBeInTheDocument()
  expect(opened?.getByText(/Нашли ошибку/)).toBeInTheDocument()
  expect(screen.queryByRole('button')).toBeNull()
})

test('opening again needs a reason', async () => {
  serveLocks([LOCK])
  open(LocksPage, MANAGER)
  await userEvent.click(await button('Открыть снова'))
  await userEvent.click(await button('Открыть снова'))
  expect(sent).toEqual([])
  await userEvent.type(screen.getByLabelText('Почему открываете'), 'Исправляем ошибку')
  await userEvent.click(await button('Открыть снова'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([{ to: '/locks/lock-1/release', body: { reason: 'Исправляем ошибку' } }])
})

test('closing says what is missing, finds a school by name, and sends exactly what was chosen', async () => {
  serveLocks([])
  open(LocksPage, MANAGER)
  await userEvent.click(await button('Закрыть период'))
  await userEvent.click(await button('Закрыть'))
  expect(screen.getByLabelText('Редакция')).toHaveAccessibleDescription(/Выберите, что закрыть/)
  expect(screen.getByLabelText('Почему закрываете')).toBeInvalid()

  await userEvent.type(screen.getByLabelText('Найти школу'), 'васильевка{Enter}')
  await userEvent.click(await screen.findByLabelText('ГБОУ СОШ с. Васильевка'))
  await userEvent.type(screen.getByLabelText('Сроки по'), '31.12.20')
  await userEvent.type(screen.getByLabelText('Почему закрываете'), 'Полугодие закрыто')
  await userEvent.click(await button('Закрыть'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([
    {
      to: '/locks',
      body: {
        plan_id: 'plan-1',
        edition_id: null,
        school_id: SCHOOL,
        starts_on: null,
        ends_on: '2020-12-31',
        reason: 'Полугодие закрыто',
      },
    },
  ])
})

const DEPUTIES: DeputyList = {
  colleagues: [
    { person_id: 'p1', full_name: 'Иванова И. И.', position: 'координатор', unit: 'ЦУ' },
    { person_id: 'p2', full_name: 'Петров П. П.', position: null, unit: null },
  ],
  items: [
    {
      id: 'd1',
      person_id: 'p1',
      person_name: 'Иванова И. И.',
      deputy_id: 'p2',
      deputy_name: 'Петров П. П.',
      starts_on: '2021-03-15',
      ends_on: '2021-03-26',
      basis: 'Приказ № 15-к',
      is_active: true,
    },
  ],
}

function openDeputies(permissions = MANAGER) {
  takeWrites({})
  serve('/deputies', DEPUTIES)
  open(DeputiesPage, permissions)
}

test('a running deputy can be ended', async () => {
  openDeputies()
  await userEvent.click(await button('Закончить сейчас'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([{ to: '/deputies/d1/end', body: {} }])
})

test('a deputy has both people, days in order, and a basis; a refusal keeps them', async () => {
  openDeputies()
  await userEvent.click(await button('Назначить заместителя'))
  await userEvent.click(await button('Назначить'))
  expect(screen.getByLabelText('Кого замещают')).toBeInvalid()
  await userEvent.selectOptions(screen.getByLabelText('Кого замещают'), 'p1')
  await userEvent.selectOptions(screen.getByLabelText('Кто замещает'), 'p2')
  await userEvent.type(screen.getByLabelText('По какой день включительно'), '01.03.2021')
  await userEvent.type(screen.getByLabelText('Основание'), 'Приказ № 16-к')
  await userEvent.click(await button('Назначить'))
  expect(screen.getByLabelText('По какой день включительно')).toHaveAccessibleDescription(/раньше первого/)

  await userEvent.clear(screen.getByLabelText('По какой день включительно'))
  await userEvent.type(screen.getByLabelText('По какой день включительно'), '31.03.2021')
  server.use(
    http.post(
      api('/deputies'),
      () => refusal(409, { title: 'Дни пересекаются', detail: 'У Ивановой И. И. уже есть заместитель.' }),
      { once: true },
    ),
  )
  await userEvent.click(await button('Назначить'))
  expect(await screen.findByText('У Ивановой И. И. уже есть заместитель.')).toBeInTheDocument()
  expect(screen.getByLabelText('Основание')).toHaveValue('Приказ № 16-к')
  await userEvent.click(await button('Назначить'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([
    {
      to: '/deputies',
      body: {
        person_id: 'p1',
        deputy_id: 'p2',
        starts_on: '2021-03-17',
        ends_on: '2021-03-31',
        basis: 'Приказ № 16-к',
      },
    },
  ])
})

test('who may not manage is told whom to ask, and nothing is requested', async () => {
  openDeputies(['see_plans'])
  expect(await screen.findByRole('heading', { name: 'Нет прав' })).toBeInTheDocument()
  expect(screen.queryByRole('button')).toBeNull()
})

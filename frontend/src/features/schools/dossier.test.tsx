import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { ClassesOut, LivingOut, SchoolOut, SchoolRowOut } from '@/api/generated/types.gen'
import { Classes } from './Classes'
import { api, aroundEveryTest, json, press, sent, server, show, take } from './dossierForTests'
import { Reorganise } from './Reorganise'
import { SchoolChanges } from './SchoolChanges'
import { SchoolsTable } from './SchoolsTable'

const SCHOOL = '0195a000-0000-7000-8000-000000000001'
const HEIR = '0195a000-0000-7000-8000-000000000002'
const CLASSES: ClassesOut = {
  school_id: SCHOOL,
  academic_year: 2020,
  years: [2019, 2020],
  classes: [
    { grade: 5, letter: 'А', pupils: 17 },
    { grade: 6, letter: '', pupils: 14 },
  ],
  total: 31,
  before: 35,
  passport_pupils: 86,
  as_of: '2020-09-05',
  source: 'ОО-1',
  person: 'Директор Д. Д.',
  recorded_at: '2020-09-06T09:00:00+04:00',
  version: 7,
  allowed_actions: ['write_classes'],
}
const ROW: SchoolRowOut = {
  id: SCHOOL,
  code: '000007',
  short_name: 'ОЦ «Рассвет»',
  municipality: 'м. р. Ставропольский',
  kind: 'sosh',
  kind_title: 'Средняя школа',
  is_rural: true,
  pupils: 86,
  low_results: null,
  zone: null,
  in_project_since: null,
  curator: null,
  mentor: null,
  protocols: 0,
  former_name: 'ГБОУ СОШ с. Жито',
}

aroundEveryTest()

function showClasses(classes: ClassesOut = CLASSES) {
  server.use(
    http.get(api(`/schools/${SCHOOL}/classes`), () => json(classes)),
    http.put(api(`/schools/${SCHOOL}/classes`), async (call) => {
      await take(call)
      return json(classes)
    }),
  )
  show(<Classes schoolId={SCHOOL} today="2021-03-17" />)
}

async function typeClasses(lines: string) {
  await press('Исправить контингент')
  const field = await screen.findByLabelText('Классы')
  await userEvent.clear(field)
  await userEvent.type(field, lines)
  await userEvent.type(screen.getByLabelText('Откуда сведения'), 'ОО-1')
  await press('Сохранить')
}

test('classes show their sum, how it changed, and that the passport says another number', async () => {
  showClasses()
  expect(await screen.findByText(/К прошлому году: .4/)).toBeInTheDocument()
  expect(screen.getByText(/По классам 31, в паспорте школы 86: сведения расходятся/)).toBeInTheDocument()
  expect(screen.getByRole('row', { name: '5А 17' })).toBeInTheDocument()
})

test('sums that agree are not remarked upon, and who may not write sees no button', async () => {
  showClasses({ ...CLASSES, passport_pupils: 31, allowed_actions: [] })
  await screen.findByRole('row', { name: '6 14' })
  expect(screen.queryByText(/расходятся/)).toBeNull()
  expect(screen.queryByRole('button', { name: /контингент/ })).toBeNull()
})

test('lines are read as people write them and go as a whole year', async () => {
  showClasses()
  await typeClasses('5А 17{Enter}{Enter} 6 б  14 {Enter}11 9')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.body).toEqual({
    academic_year: 2020,
    as_of: '2021-03-17',
    source: 'ОО-1',
    classes: [
      { grade: 5, letter: 'А', pupils: 17 },
      { grade: 6, letter: 'Б', pupils: 14 },
      { grade: 11, letter: '', pupils: 9 },
    ],
  })
})

test('what another saves while the form is open is not overwritten unseen, and what was typed stays', async () => {
  showClasses()
  await press('Исправить контингент')
  const field = await screen.findByLabelText('Классы')
  // Another saves; the window is left and looked at again: the page behind the form is read anew.
  const refusal = { title: 'Документ уже изменён', detail: 'Контингент уже изменил кто-то другой.' }
  server.use(
    http.get(api(`/schools/${SCHOOL}/classes`), () => json({ ...CLASSES, total: 99, version: 8 })),
    http.put(api(`/schools/${SCHOOL}/classes`), async (call) => {
      await take(call)
      return json({ type: '/problems/stale-version', status: 412, errors: [], ...refusal }, 412)
    }),
  )
  window.dispatchEvent(new Event('visibilitychange'))
  await screen.findByText(/По классам 99/)
  await userEvent.clear(field)
  await userEvent.type(field, '5А 20')
  await userEvent.type(screen.getByLabelText('Откуда сведения'), 'ОО-1')
  await press('Сохранить')
  expect(await screen.findByText(/уже изменил кто-то другой/)).toBeInTheDocument()
  expect(sent.map(({ version }) => version)).toEqual(['"7"'])
  expect(screen.getByLabelText('Классы')).toHaveValue('5А 20')
})

test.each([
  ['5А 17{Enter}шестой 14', /«шестой 14»: не читается/],
  ['13А 17', /«13А 17»: такого класса нет/],
  ['5А 71', /«5А 71»: в классе больше 60/],
  ['5А 17{Enter}5а 18', /«5а 18»: класс 5А назван дважды/],
])('a wrong line is named and nothing is sent: %s', async (lines, words) => {
  showClasses()
  await typeClasses(lines)
  expect((await screen.findAllByText(words)).length).toBeGreaterThan(0)
  expect(sent).toEqual([])
})

const OPEN_SCHOOL = {
  id: SCHOOL,
  short_name: 'ГБОУ СОШ с. Жито',
  full_name: 'Школа с. Жито',
  active_to: null,
} as SchoolOut

function showReorganise(living: LivingOut[], school = OPEN_SCHOOL) {
  server.use(
    http.get(api(`/schools/${SCHOOL}/reorganisations/preview`), () => json({ school_id: SCHOOL, living })),
    http.get(api('/schools'), ({ request }) => {
      const found = new URL(request.url).searchParams.get('q') === 'ель'
      const items = found ? [ROW, { ...ROW, id: HEIR, short_name: 'ГБОУ СОШ с. Ель' }] : []
      return json({ items, next_cursor: null, total: null })
    }),
    http.post(api(`/schools/${SCHOOL}/reorganisations`), async (call) => {
      await take(call)
      return json({ items: [] }, 201)
    }),
  )
  show(<Reorganise school={school} today="2021-03-17" />)
}

test('before a school closes it is said what must be ended first', async () => {
  showReorganise([{ kind: 'visit', text: 'визиты, которые ещё не закрыты', count: 2 }])
  await press('Закрыть')
  expect(
    await screen.findByText(/Сначала завершите.*визиты, которые ещё не закрыты \(2\)/),
  ).toBeInTheDocument()
})

test('a successor is found by words, never the school itself, and is not sent unseen', async () => {
  showReorganise([])
  await press('Присоединить к другой')
  const sought = await screen.findByLabelText('Найти школу-правопреемника')
  await userEvent.type(sought, 'ель')
  await screen.findByRole('option', { name: 'ГБОУ СОШ с. Ель' })
  expect(screen.queryByRole('option', { name: 'ОЦ «Рассвет»' })).toBeNull()
  await userEvent.selectOptions(screen.getByLabelText('Правопреемник'), HEIR)
  await userEvent.type(screen.getByLabelText('Основание'), 'приказ № 5')
  await userEvent.type(sought, 'ник')
  await waitFor(() => expect(screen.queryByRole('option', { name: 'ГБОУ СОШ с. Ель' })).toBeNull())
  await press('Присоединить к другой')
  expect((await screen.findAllByText(/выберите школу заново/)).length).toBeGreaterThan(0)
  expect(sent).toEqual([])
  await userEvent.clear(sought)
  await userEvent.type(sought, 'ель')
  await screen.findByRole('option', { name: 'ГБОУ СОШ с. Ель' })
  await press('Присоединить к другой')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.body).toMatchObject({ kind: 'merged', successor_id: HEIR, happened_on: '2021-03-17' })
})

test('a closed school can only be opened again', async () => {
  showReorganise([], { ...OPEN_SCHOOL, active_to: '2021-01-01' })
  await screen.findByRole('button', { name: 'Открыть снова' })
  expect(screen.getAllByRole('button')).toHaveLength(1)
})

test('changes are told in sentences, and that they were seen is told to the server once', async () => {
  const item = { at: '2021-03-17T09:00:00+04:00', text: 'Визит: изменено', count: 3 }
  server.use(
    http.get(api(`/schools/${SCHOOL}/changes`), () =>
      json({
        since: '2021-03-10T09:00:00+04:00',
        looked_at: '2021-03-10T09:00:00+04:00',
        items: [
          { ...item, who: 'Куратор К. К.' },
          { ...item, who: 'Директор Д. Д.' },
        ],
        more: 4,
      }),
    ),
    http.post(api(`/schools/${SCHOOL}/look`), async (call) => {
      await take(call)
      return new HttpResponse(null, { status: 204 })
    }),
  )
  show(<SchoolChanges schoolId={SCHOOL} />)
  expect(await screen.findAllByText(/Визит: изменено/)).toHaveLength(2)
  expect(screen.getByText('И ещё 4.')).toBeInTheDocument()
  expect(screen.getByText(/с вашего просмотра/)).toBeInTheDocument()
  await waitFor(() => expect(sent).not.toEqual([]))
  await new Promise((later) => setTimeout(later, 50))
  expect(sent).toEqual([{ to: `/schools/${SCHOOL}/look`, body: null }])
})

test('the list names the former name by which a school was found', async () => {
  show(<SchoolsTable schools={[ROW, { ...ROW, id: HEIR, former_name: null }]} isStale={false} />)
  expect(await screen.findAllByText(/прежнее название: /)).toHaveLength(1)
})

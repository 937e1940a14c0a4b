import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import {
  api,
  occurrenceWith,
  ROW,
  rowWith,
  SCHOOL,
  serveRow,
  server,
  show,
  windowWith,
  withServer,
} from './executionForTests'
import { RowExecution } from './RowExecution'

withServer()
const IDLE = { kind: 'idle', text: 'Ещё не срок', days: 40 }

/** Twelve schools that need nothing, the last has sent its report. */
const SCHOOLS = Array.from({ length: 12 }, (_, place) =>
  occurrenceWith({
    school_id: `school-${place + 1}`,
    school_name: place === 6 ? 'ГБОУ СОШ с. Берёзовка' : `ГБОУ СОШ № ${place + 1}`,
    status: IDLE,
    ...(place === 11 ? { state: 'reported', allowed_actions: ['accept'] } : {}),
  }),
)

const names = () =>
  within(screen.getByRole('list', { name: 'Школы' }))
    .getAllByText(/^ГБОУ/, { selector: 'summary b' })
    .map((name) => name.textContent?.replaceAll('\u00a0', ' '))

async function open(schools = SCHOOLS) {
  const office = occurrenceWith({ school_id: null, school_name: null, status: IDLE })
  serveRow(rowWith([windowWith({ office, schools })]))
  show(<RowExecution activityId={ROW} />)
  await screen.findByRole('list', { name: 'Школы' })
}

test('who waits for a decision stands first and is open; five are shown, the rest by a press', async () => {
  await open()
  expect(names()).toEqual(['ГБОУ СОШ № 12', 'ГБОУ СОШ № 1', 'ГБОУ СОШ № 2', 'ГБОУ СОШ № 3', 'ГБОУ СОШ № 4'])
  expect(screen.getByRole('button', { name: 'Принять' })).toBeInTheDocument()
  expect(screen.getByText(/Ждёт решения: 1.отчёт/)).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: /Показать ещё 7.школ/ }))
  expect(names()).toHaveLength(12)
})

test('a school is found among many, е or ё', async () => {
  await open()
  await userEvent.type(screen.getByLabelText('Найти школу'), 'березовка')
  expect(names()).toEqual(['ГБОУ СОШ с. Берёзовка'])
  await userEvent.type(screen.getByLabelText('Найти школу'), '!')
  expect(screen.getByText(/школы здесь нет/)).toBeInTheDocument()
})

test('a few schools need no search', async () => {
  await open(SCHOOLS.slice(0, 10))
  expect(screen.queryByLabelText('Найти школу')).toBeNull()
})

test('behind a cell of the matrix only that school is asked for and shown', async () => {
  const asked: (string | null)[] = []
  const office = occurrenceWith({ school_id: null, school_name: null, status: IDLE })
  server.use(
    http.get(api(`/activities/${ROW}/occurrences`), ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('school_id'))
      return HttpResponse.json({ ...rowWith([windowWith({ office })]) })
    }),
  )
  show(<RowExecution activityId={ROW} schoolId={SCHOOL} />)
  expect(await screen.findByText('ГБОУ СОШ с. Васильевка')).toBeInTheDocument()
  expect(screen.queryByText('Управление')).toBeNull()
  expect(asked).toEqual([SCHOOL])
})

test('of many windows those around the urgent one are shown, and that one is open', async () => {
  const windows = Array.from({ length: 30 }, (_, place) =>
    windowWith({
      window_id: `window-${place}`,
      label: `Неделя ${place + 1}`,
      schools: [
        occurrenceWith({
          window_id: `window-${place}`,
          ...(place === 20 ? { comment: 'Опоздали' } : { status: IDLE }),
        }),
      ],
    }),
  )
  serveRow(rowWith(windows))
  show(<RowExecution activityId={ROW} />)
  expect(await screen.findByText(/Опоздали/)).toBeInTheDocument()
  expect(screen.getByText('Неделя 20')).toBeInTheDocument()
  expect(screen.queryByText('Неделя 5')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: /Показать все 30.сроков/ }))
  expect(screen.getByText('Неделя 5')).toBeInTheDocument()
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { WorkPassportOut } from '@/api/generated/types.gen'
import { PassportPage } from './PassportPage'
import { PassportsPage } from './PassportsPage'
import { bodyOf, emptyPassport, issuesOf, typedOf } from './passport'
import { answerWrites, ID, PASSPORT, sent, serve, show, withServer } from './scalesForTests'

withServer()
const AT = `/scales/passports/${ID}`
const box = (name: string | RegExp) => screen.getByRole('textbox', { name })

async function open(parts: Partial<WorkPassportOut> = {}) {
  const passport = { ...PASSPORT, ...parts }
  serve(`/work-passports/${ID}`, passport)
  answerWrites(() => HttpResponse.json(passport as never))
  show(<PassportPage passportId={ID} />, undefined, AT)
  await screen.findByRole('heading', { level: 1 })
}

test('a passport goes to the API as it came', () => {
  const { title, subject, grade, programme_grade, year, wave, series, written_on, bands, tasks } = PASSPORT
  expect(bodyOf(typedOf(PASSPORT))).toEqual({
    ...{ title, subject: subject.code, grade, programme_grade, year, wave, series, written_on, bands, tasks },
  })
})

test('what is missing is told before anything is sent', () => {
  const empty = { ...emptyPassport('2021'), min3: '2', writtenOn: '31.02.2021' }
  const found = issuesOf({ ...empty, tasks: [{ key: 'a', name: '1', max: '0', difficulty: '', skill: '' }] })
  expect(found.map(({ name }) => name)).toEqual(['title', 'subject', 'grade', 'written_on', 'tasks', 'bands'])
  expect(issuesOf(typedOf(PASSPORT))).toEqual([])
  expect(issuesOf({ ...typedOf(PASSPORT), tasks: [] })[0]?.message).toBe('Добавьте хотя бы одно задание.')
})

test('the author reads why he cannot approve', async () => {
  await open()
  expect(screen.getByText(/автор свою работу не утверждает/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Утвердить' })).toHaveAttribute('aria-disabled', 'true')
  expect(screen.getByRole('row', { name: /проценты/ })).toBeInTheDocument()
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } })
  expect(found.violations.map(({ id }) => id)).toEqual([])
})

test('another approves the version he has seen', async () => {
  await open({ allowed_actions: ['save', 'approve'], blocked_by: {} })
  await userEvent.click(screen.getByRole('button', { name: 'Утвердить' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toEqual({ to: `POST /work-passports/${ID}/approve`, version: '"4"', body: null })
})

test('tasks are added and removed, the maximum follows, the version typed over is sent', async () => {
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Изменить' }))
  await userEvent.click(screen.getByRole('button', { name: 'Добавить задание' }))
  const third = within(screen.getByRole('group', { name: 'Задание 3' }))
  await userEvent.clear(third.getByRole('textbox', { name: 'Макс. балл' }))
  await userEvent.type(third.getByRole('textbox', { name: 'Макс. балл' }), '4')
  expect(screen.getByText('Максимум работы: 9')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Убрать задание 1' }))
  expect(screen.getByText('Максимум работы: 7')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Сохранить' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    to: `PUT /work-passports/${ID}`,
    version: '"4"',
    body: {
      tasks: [
        { name: '2.1', max: 3 },
        { name: '3', max: 4 },
      ],
    },
  })
})

test('a refusal of the server stands at its part, nothing typed is lost', async () => {
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Изменить' }))
  const message = '«5» начинается с 9, а сумма баллов заданий 5.'
  answerWrites(() =>
    HttpResponse.json(
      {
        title: 'Проверьте данные',
        status: 422,
        detail: message,
        errors: [{ pointer: '/bands', message }],
      } as never,
      { status: 422, headers: { 'Content-Type': 'application/problem+json' } },
    ),
  )
  await userEvent.clear(box(/«5» от/))
  await userEvent.type(box(/«5» от/), '9')
  await userEvent.click(screen.getByRole('button', { name: 'Сохранить' }))
  expect(await screen.findByRole('link', { name: message })).toBeInTheDocument()
  expect(box(/«5» от/)).toHaveValue('9')
})

test('the list shows states; a new passport is opened when it is saved', async () => {
  serve('/work-passports', { items: [PASSPORT], next_cursor: null, can_create: true })
  const address = show(<PassportsPage />, undefined, '/scales/passports')
  const row = within(await screen.findByRole('row', { name: /Входная по процентам/ }))
  expect(row.getByText('черновик')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Новый паспорт' }))
  await userEvent.type(box('Название'), 'Выходная')
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Предмет' }), 'Математика')
  await userEvent.type(box('Класс'), '8')
  answerWrites(() => HttpResponse.json({ ...PASSPORT, id: ID } as never, { status: 201 }))
  await userEvent.click(screen.getByRole('button', { name: 'Сохранить' }))
  await waitFor(() => expect(address()).toBe(AT))
  expect(sent[0]).toMatchObject({
    to: 'POST /work-passports',
    body: { title: 'Выходная', year: 2021, wave: 'entry', bands: null },
  })
})

test('what was typed over an older version can be saved over the new one, knowingly', async () => {
  await open()
  await userEvent.click(screen.getByRole('button', { name: 'Изменить' }))
  await userEvent.type(box('Название'), ' и долям')
  serve(`/work-passports/${ID}`, { ...PASSPORT, version: 5 })
  answerWrites(() =>
    HttpResponse.json(
      { title: 'Документ уже изменён', status: 412, detail: 'Паспорт уже изменили.' } as never,
      {
        status: 412,
        headers: { 'Content-Type': 'application/problem+json' },
      },
    ),
  )
  await userEvent.click(screen.getByRole('button', { name: 'Сохранить' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Сохранить мой поверх' }))
  answerWrites(() => HttpResponse.json(PASSPORT as never))
  await userEvent.click(screen.getByRole('button', { name: 'Сохранить' }))
  await waitFor(() => expect(sent.map(({ version }) => version)).toEqual(['"4"', '"5"']))
  expect(sent[1]).toMatchObject({ body: { title: 'Входная по процентам и долям' } })
})

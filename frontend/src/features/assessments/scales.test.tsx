import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { ScaleVersionOut } from '@/api/generated/types.gen'
import { ScalesPage } from './ScalesPage'
import { answerWrites, ID, NEXT, SCALE, sent, serve, show, wholeOf, withServer } from './scalesForTests'
import { readScalesSearch } from './scalesSearch'
import { conditionText, figuresText } from './scaleWords'

withServer()
const plain = (words: string) => words.replaceAll('\u00a0', ' ')
const field = (name: RegExp) => screen.findByRole('textbox', { name })

async function retype(name: RegExp, typed: string) {
  await userEvent.clear(await field(name))
  if (typed) await userEvent.type(await field(name), typed)
}

function open(parts: Partial<ScaleVersionOut> = {}, permissions?: string[]) {
  const scale = { ...SCALE, ...parts }
  serve('/scales', { items: [scale] })
  serve(`/scales/${ID}`, wholeOf(scale))
  return show(<ScalesPage />, permissions)
}

test('bands, thresholds and conditions are told in words', () => {
  expect(figuresText(SCALE)).toBe('«2» 0–14; «3» 15–22; «4» 23–28; «5» 29–33')
  const bare = { ...SCALE, bands: null, max_primary: null }
  expect(figuresText({ ...bare, min_primary: 15 })).toBe('«3» от 15 первичных; остальное неизвестно')
  expect(figuresText({ ...bare, min_test: 24 })).toBe('от 24 тестовых')
  expect(figuresText({ ...bare, min_mark: 3 })).toBe('отметка от «3»')
  expect(figuresText({ ...bare, test_scores: [0, 5, 100] })).toBe('первичные 0–2 в тестовые 0–100')
  expect(SCALE.conditions.map(conditionText)).toEqual([
    'грамотность (ГК1–ГК4): «4» от 4, «5» от 6 б., иначе отметкой ниже',
  ])
})

test('what the address does not know is dropped', () => {
  expect(readScalesSearch({ procedure: 'oge', year: 2024, subject: 'russian', scale: ID })).toEqual({
    ...{ procedure: 'oge', year: 2024, subject: 'russian', scale: ID, kind: undefined },
  })
  expect(readScalesSearch({ procedure: 'x', year: '1', subject: '<b>', scale: 'x', kind: 'y' })).toEqual({
    ...{ procedure: undefined, year: undefined, subject: undefined, scale: undefined, kind: undefined },
  })
})

test('the table shows figures, source and confidence; the filters go into the address', async () => {
  const address = open()
  const row = within(await screen.findByRole('row', { name: /ОГЭ/ }))
  expect(plain(row.getByText(/29–33/).textContent ?? '')).toContain('«4» 23–28')
  expect(row.getByText('csedu.ru')).toBeInTheDocument()
  expect(row.getByText('высокая')).toBeInTheDocument()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Процедура' }), 'ОГЭ')
  await waitFor(() => expect(address()).toContain('procedure=oge'))
  await userEvent.type(screen.getByRole('textbox', { name: 'Год' }), '2024')
  await waitFor(() => expect(address()).toContain('year=2024'))
})

test('the panel tells the history, and who may not edit sees no form', async () => {
  open({}, ['see_results'])
  serve(
    `/scales/${ID}`,
    wholeOf(
      { ...SCALE, version: 2, author_name: 'Методистова М. М.', reason: 'письмо', basis: '№ 1' },
      {
        allowed_actions: [],
        versions: [
          { ...SCALE, version: 2 },
          { ...SCALE, id: NEXT, state: 'superseded', state_title: 'заменена' },
        ],
      },
    ),
  )
  await userEvent.click(await screen.findByRole('button', { name: /Русский/ }))
  const panel = within(await screen.findByRole('dialog', { name: /Русский/ }))
  expect(await panel.findByText(/Версия 2: действует/)).toBeInTheDocument()
  expect(panel.getAllByText(/заменена/)).toHaveLength(1)
  expect(panel.queryByRole('button', { name: 'Новая версия' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Новая шкала' })).toBeNull()
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } })
  expect(found.violations.map(({ id }) => id)).toEqual([])
})

test('a new version is typed as lowest scores and sent as bands with reason and document', async () => {
  const address = open()
  await userEvent.click(await screen.findByRole('button', { name: /Русский/ }))
  await userEvent.click(await screen.findByRole('button', { name: 'Новая версия' }))
  await retype(/«4» от, первичных/, '12')
  await retype(/Документ/, 'письмо № 2')
  await retype(/Откуда числа/, 'приложение 1')
  await retype(/Причина/, 'пришло письмо')
  const save = screen.getByRole('button', { name: 'Ввести в действие' })
  await userEvent.click(save)
  expect(await field(/«4» от, первичных/)).toHaveAccessibleDescription(/больше 15/)
  expect(sent).toEqual([])

  await retype(/«4» от, первичных/, '24')
  await retype(/грамотность.*«4»/, '')
  const next = { ...SCALE, id: NEXT, version: 2 }
  serve(`/scales/${NEXT}`, wholeOf(next))
  answerWrites(() => HttpResponse.json(wholeOf(next) as never, { status: 201 }))
  await userEvent.click(save)
  await waitFor(() => expect(address()).toContain(NEXT))
  expect(sent).toEqual([
    {
      to: `POST /scales/${ID}/versions`,
      body: expect.objectContaining({
        bands: [
          { mark: 2, lowest: 0, highest: 14 },
          { mark: 3, lowest: 15, highest: 23 },
          { mark: 4, lowest: 24, highest: 28 },
          { mark: 5, lowest: 29, highest: 33 },
        ],
        conditions: [expect.objectContaining({ code: 'literacy', minima: [{ mark: 5, points: 6 }] })],
        ...{ max_primary: 33, profile_min: 26, year_to: 2024 },
        ...{ reason: 'пришло письмо', basis: 'письмо № 2', source: 'приложение 1', confidence: 'высокая' },
      }),
    },
  ])
})

test('a threshold of a work that has none is written from the page', async () => {
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'Новая шкала' }))
  const box = within(screen.getByRole('region', { name: 'Новая шкала' }))
  await userEvent.selectOptions(box.getByRole('combobox', { name: 'Что это' }), 'Порог аттестата')
  await userEvent.selectOptions(await box.findByRole('combobox', { name: 'Процедура' }), 'ЕГЭ')
  await retype(/Класс программы/, '11')
  await retype(/Действует с года/, '2027')
  await retype(/Тестовый балл от/, '24')
  for (const name of [/Документ/, /Откуда числа/, /Причина/]) await retype(name, 'письмо')
  answerWrites(() => HttpResponse.json(wholeOf(SCALE) as never, { status: 201 }))
  await userEvent.click(box.getByRole('button', { name: 'Ввести в действие' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    to: 'POST /scales',
    body: {
      ...{ kind: 'certificate', procedure: 'ege', subject: 'math', programme_grade: 11, year_from: 2027 },
      ...{ min_test: 24, min_mark: null, year_to: 2100 },
    },
  })
})

test('a version of the reference file that is not in force is offered', async () => {
  open({ origin: 'person', author_name: 'Методистова М. М.', offered_id: NEXT })
  expect(await screen.findByText(/другая версия справочника/)).toBeInTheDocument()
  serve(`/scales/${NEXT}`, wholeOf({ ...SCALE, id: NEXT, state: 'offered', state_title: 'предложена' }))
  await userEvent.click(screen.getByRole('button', { name: /Русский/ }))
  await userEvent.click(await screen.findByRole('button', { name: 'Посмотреть предложенную' }))
  expect(await screen.findByText(/Версия 1: предложена/)).toBeInTheDocument()
})

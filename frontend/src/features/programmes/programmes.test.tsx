import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { ProgrammeOut, SchoolProgrammesOut } from '@/api/generated/types.gen'
import { ProgrammePage } from './ProgrammePage'
import {
  answerWrites,
  ID,
  measureWith,
  programmeWith,
  ROW,
  refusal,
  SCHOOL,
  sent,
  serve,
  show,
  withServer,
} from './programmesForTests'
import { SchoolProgrammes } from './SchoolProgrammes'

withServer()
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const box = (name: string) => screen.getByRole('textbox', { name })
const measure = (place: number) => within(screen.getByRole('group', { name: `Мера ${place}` }))

async function open(parts: Partial<ProgrammeOut>) {
  const programme = programmeWith(parts)
  serve(`/programmes/${ID}`, programme)
  answerWrites(() => HttpResponse.json(programme as never))
  show(<ProgrammePage programmeId={ID} />)
  await screen.findByRole('heading', { level: 1 })
}

test('the unit, the task of a measure and the version it was typed over are sent', async () => {
  await open({ allowed_actions: ['save'] })
  await userEvent.clear(box('Единица измерения'))
  await userEvent.type(box('Единица измерения'), 'балл')
  await userEvent.type(measure(2).getByRole('textbox', { name: 'Задача' }), 'Занять после уроков')
  await userEvent.click(await button('Сохранить'))
  expect(await screen.findByText('Сохранено в 09:40')).toBeInTheDocument()
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    to: `PUT /programmes/${ID}`,
    version: '"4"',
    body: {
      indicator_unit: 'балл',
      baseline: 40,
      target: 55.5,
      starts_on: '2021-03-01',
      measures: [
        { id: 'm1', task: null },
        { id: 'm2', task: 'Занять после уроков', title: 'Кружки по интересам' },
      ],
    },
  })
})

test('a refusal of a measure stands at its field and in the summary, moves with it, and nothing typed is lost', async () => {
  await open({ allowed_actions: ['save'] })
  answerWrites(() =>
    refusal(422, 'Проверьте поля.', [
      { pointer: '/measures/1/responsible', message: '«responsible»: слишком длинное значение' },
      { pointer: '/measures/0/id', message: 'Такой меры в программе нет.' },
      { pointer: '/elsewhere', message: 'Цикл закрыт.' },
    ]),
  )
  await userEvent.clear(measure(2).getByRole('textbox', { name: 'Ответственный' }))
  await userEvent.type(measure(2).getByRole('textbox', { name: 'Ответственный' }), 'Все учителя')
  await userEvent.click(await button('Сохранить'))

  const words = 'Мера 2, «Ответственный»: слишком длинное значение'
  const summary = await screen.findByRole('alert')
  expect(
    within(summary)
      .getAllByRole('link')
      .map(({ textContent }) => textContent),
  ).toEqual([words, 'Мера 1: такой меры в программе нет.', 'Цикл закрыт.'])
  const field = measure(2).getByRole('textbox', { name: 'Ответственный' })
  expect(field).toHaveValue('Все учителя')
  expect(field).toHaveAccessibleDescription(words)
  expect(measure(1).getByText('Мера 1: такой меры в программе нет.')).toBeInTheDocument()
  await userEvent.click(within(summary).getByRole('link', { name: words }))
  expect(field).toHaveFocus()

  await userEvent.click(await button('Выше: Мера 2'))
  expect(measure(1).getByRole('textbox', { name: 'Ответственный' })).toHaveAccessibleDescription(words)
  expect(measure(2).getByRole('textbox', { name: 'Ответственный' })).not.toBeInvalid()
})

test('who saved meanwhile is not overwritten unseen: the own text stays and a choice is offered', async () => {
  await open({ allowed_actions: ['save'] })
  await userEvent.type(box('Цель'), ' школьников')
  const theirs = programmeWith({ allowed_actions: ['save'], version: 5, goal: 'Чужая цель' })
  serve(`/programmes/${ID}`, theirs)
  answerWrites(() => refusal(412, 'Программу уже изменили.', []))
  await userEvent.click(await button('Сохранить'))
  await userEvent.click(await button('Сохранить мой поверх'))
  expect(box('Цель')).toHaveValue('Повысить мотивацию школьников')
  answerWrites(() => HttpResponse.json(theirs as never))
  await userEvent.click(await button('Сохранить'))
  await waitFor(() => expect(sent.map(({ version }) => version)).toEqual(['"4"', '"5"']))
  expect(sent[1]?.body).toMatchObject({ goal: 'Повысить мотивацию школьников' })
})

test('what is typed and not saved holds the submission', async () => {
  await open({ allowed_actions: ['save', 'submit'] })
  await userEvent.type(box('Цель'), ' школьников')
  await userEvent.click(await button('Сдать куратору'))
  expect(await screen.findByText(/в ней есть несохранённое/)).toBeInTheDocument()
  expect(sent).toEqual([])
  await userEvent.click(await button('Сохранить'))
  await screen.findByText('Сохранено в 09:40')
  await userEvent.click(await button('Сдать куратору'))
  await waitFor(() => expect(sent.at(-1)?.to).toBe(`POST /programmes/${ID}/submit`))
})

test('the curator says himself whether it fits the concept, and why it does not', async () => {
  await open({ allowed_actions: ['accept', 'return'] })
  await userEvent.click(await button('Принять программу'))
  const choice = screen.getByRole('combobox', { name: 'Соответствует концепции развития школы' })
  expect(choice).toHaveValue('')
  await userEvent.click(await button('Принять'))
  expect(choice).toHaveAccessibleDescription(/Укажите, соответствует ли/)
  await userEvent.selectOptions(choice, 'нет')
  await userEvent.click(await button('Принять'))
  expect(box('Пояснение')).toHaveAccessibleDescription(/Напишите, в чём программа расходится/)
  expect(sent).toEqual([])
  await userEvent.type(box('Пояснение'), 'Нет раздела о родителях')
  await userEvent.click(await button('Принять'))
  await screen.findByText('Сохранено в 09:40')
  const body = { action: 'accept', matches_concept: false, reason: 'Нет раздела о родителях' }
  expect(sent).toEqual([{ to: `POST /programmes/${ID}/decide`, body }])
})

test('«да» needs no explanation', async () => {
  await open({ allowed_actions: ['accept'] })
  await userEvent.click(await button('Принять программу'))
  await userEvent.selectOptions(screen.getByRole('combobox'), 'да')
  await userEvent.click(await button('Принять'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent[0]?.body).toEqual({ action: 'accept', matches_concept: true, reason: null })
})

test('a reader sees the programme whole and is offered nothing', async () => {
  await open({
    programme: { ...ROW, state: 'accepted', state_title: 'принята' },
    matches_concept: false,
    reason: 'нет раздела о родителях',
    measures: [measureWith({ task: 'Понять причины', participants: '5–9 классы' })],
  })
  expect(screen.getByText('Повысить мотивацию')).toBeInTheDocument()
  expect(screen.getByText(/^55,5\s%$/)).toBeInTheDocument()
  expect(screen.getByText(/Расходится с концепцией: нет раздела о\sродителях/)).toBeInTheDocument()
  expect(screen.getByText(/Задача: Понять причины · Участники: 5–9\sклассы/)).toBeInTheDocument()
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('evidence of a measure is sent back only with what is missing', async () => {
  await open({
    measures: [measureWith({ state: 'submitted', allowed_actions: ['confirm', 'send_back'] })],
  })
  await userEvent.click(await button('Вернуть подтверждение'))
  await userEvent.click(await button('Вернуть'))
  expect(sent).toEqual([])
  await userEvent.type(box('Чего не хватает'), 'нет подписи')
  await userEvent.click(await button('Вернуть'))
  await screen.findByText('Сохранено в 09:40')
  expect(sent).toEqual([
    { to: 'POST /measures/m1/decide', body: { action: 'send_back', reason: 'нет подписи' } },
  ])
})

const OF_SCHOOL: SchoolProgrammesOut = {
  school_id: SCHOOL,
  cycle: 2021,
  items: [{ ...ROW, id: null, state: null, state_title: 'программы ещё нет', measures: 0, stage1: 0 }],
  accepted: 0,
  total: 1,
  allowed_actions: [],
}

test('a missing programme is named to everybody and begun only by the school', async () => {
  serve(`/schools/${SCHOOL}/programmes`, { ...OF_SCHOOL, allowed_actions: ['begin'] })
  answerWrites(() => HttpResponse.json(programmeWith({}) as never))
  const address = show(<SchoolProgrammes schoolId={SCHOOL} />)
  await userEvent.click(await button('Начать программу: Низкая учебная мотивация'))
  expect(box('Цель')).toHaveFocus()
  await userEvent.type(box('Цель'), 'Повысить мотивацию')
  await userEvent.click(await button('Добавить меру 2-го этапа'))
  await userEvent.type(box('Что делается'), 'Кружки')
  await userEvent.click(await button('Сохранить'))
  await waitFor(() => expect(address()).toBe(`/programmes/${ID}`))
  expect(sent[0]).toMatchObject({
    to: `POST /schools/${SCHOOL}/programmes?factor=low_motivation&cycle=2021`,
    body: { goal: 'Повысить мотивацию', measures: [{ id: null, stage: 2, title: 'Кружки' }] },
  })
})

test('a reader of the school sees what is missing, or that nothing was chosen', async () => {
  serve(`/schools/${SCHOOL}/programmes`, OF_SCHOOL)
  show(<SchoolProgrammes schoolId={SCHOOL} />)
  expect(await screen.findByText('программы ещё нет')).toBeInTheDocument()
  expect(screen.queryByRole('button')).toBeNull()
})

test('no direction of work: it is said who chooses it', async () => {
  serve(`/schools/${SCHOOL}/programmes`, { ...OF_SCHOOL, items: [], total: 0 })
  show(<SchoolProgrammes schoolId={SCHOOL} />)
  expect(await screen.findByText('Программ пока нет')).toBeInTheDocument()
  expect(screen.getByText(/выбирает куратор/)).toBeInTheDocument()
})

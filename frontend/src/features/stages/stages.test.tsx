import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { readStagesSearch } from './search'
import { cellWith, openPage, STAGES, uuid, withServer } from './stagesForTests'
import { cellStatus } from './words'

withServer()
const names = () =>
  within(screen.getByRole('grid'))
    .getAllByRole('link')
    .map(({ textContent }) => textContent?.replace('\u00a0', ' '))
const row = (number: number) => within(screen.getByRole('row', { name: new RegExp(`^СОШ №\\s${number} `) }))
const cell = (number: number, words: RegExp) => row(number).getByRole('button', { name: words })

test('the filter is in the address: a link opens it, a press changes it', async () => {
  const address = openPage('/support/stages?show=late')
  await screen.findByRole('grid')
  expect(names()).toEqual(['СОШ № 2'])
  await userEvent.click(screen.getByRole('button', { name: /^Все/ }))
  expect(names()).toEqual(['СОШ № 1', 'СОШ № 2', 'СОШ № 3'])
  expect(address()).toEqual({})
  await userEvent.click(screen.getByRole('button', { name: 'Отстают1' }))
  expect(address()).toEqual({ show: 'late' })
  expect(names()).toEqual(['СОШ № 2'])
})

test('«Мои» are those the server calls so, whatever the names', async () => {
  const schools = STAGES.schools.map((school, place) => ({ ...school, is_mine: place === 2 }))
  const address = openPage('/support/stages', { ...STAGES, schools })
  await userEvent.click(await screen.findByRole('button', { name: 'Мои1' }))
  expect(address()).toEqual({ show: 'mine' })
  expect(names()).toEqual(['СОШ № 3'])
})

test('who has no schools of his own is not offered them', async () => {
  openPage('/support/stages')
  await screen.findByRole('grid')
  expect(screen.queryByRole('button', { name: /^Мои/ })).toBeNull()
})

test.each([
  [
    { show: 'late', school: uuid(1), step: 'stage1' },
    { show: 'late', school: uuid(1), step: 'stage1' },
  ],
  [{ show: 'everything' }, {}],
  // A cell is a school and a step: half of it opens nothing.
  [{ school: uuid(1) }, {}],
  [{ school: 'СОШ', step: 'visit' }, {}],
  [{ school: uuid(1), step: '<b>' }, {}],
])('the address %j is read as %j', (search, read) => {
  expect(readStagesSearch(search)).toEqual(read)
})

test('one cell is in the order of Tab, arrows move among cells, Tab leaves the grid', async () => {
  openPage('/support/stages')
  const grid = await screen.findByRole('grid')
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  within(grid).getByRole('link', { name: 'СОШ №\u00a01' }).focus()
  await userEvent.keyboard('{ArrowDown}{ArrowRight}')
  expect(cell(2, /просрочено/)).toHaveFocus()
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  await userEvent.keyboard('{End}{ArrowRight}')
  expect(cell(2, /ещё не срок/)).toHaveFocus()
  await userEvent.tab()
  expect(grid).not.toContainElement(document.activeElement as HTMLElement)
  await userEvent.tab({ shift: true })
  expect(cell(2, /ещё не срок/)).toHaveFocus()
})

test('a cell says what is there, what is missing and where it is kept; Esc leads back to it', async () => {
  const address = openPage('/support/stages')
  await screen.findByRole('grid')
  cell(2, /просрочено на\s7\sдней, есть 1\sиз\s2/).focus()
  await userEvent.keyboard('{Enter}')
  expect(address()).toEqual({ school: uuid(2), step: 'visit' })
  const panel = within(await screen.findByRole('complementary', { name: 'Посещение' }))
  expect(panel.getByText('Посещение проведено, 09.03.2021')).toBeInTheDocument()
  expect(panel.getByText('Визит 09.03.2021')).toBeInTheDocument()
  expect(panel.getByText('РПШ не верифицирован')).toBeInTheDocument()
  expect(panel.getByText(/Действует: куратор и директор\. Срок 10\.03\.2021/)).toBeInTheDocument()
  expect(panel.getByRole('link')).toHaveAttribute('href', `/schools/${uuid(2)}/visits`)
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('complementary')).toBeNull()
  expect(address()).toEqual({})
  expect(cell(2, /просрочено/)).toHaveFocus()
})

test('a link to a cell opens it; a step of the plan leads to its row', async () => {
  openPage(`/support/stages?school=${uuid(3)}&step=survey`)
  const panel = within(await screen.findByRole('complementary', { name: 'Анкетирование' }))
  const link = panel.getByRole('link', { name: 'Строка 500+.2 в дорожной карте' })
  const { pathname, searchParams } = new URL(link.getAttribute('href') ?? '', 'http://x')
  expect([pathname, searchParams.get('school'), searchParams.get('q')]).toEqual(['/plan', uuid(3), '500+.2'])
  expect(row(3).getAllByRole('button', { expanded: true })).toEqual([cell(3, /ещё не срок/)])
  // Nobody pressed the cell, but it is where the reader goes on.
  await userEvent.keyboard('{Escape}')
  expect(cell(3, /ещё не срок/)).toHaveFocus()
})

test('a step without a due day is never said to be early', async () => {
  openPage('/support/stages')
  await screen.findByRole('grid')
  expect(cell(1, /сведений пока нет/)).toBeInTheDocument()
  expect(row(1).getAllByText('ещё не срок')).toHaveLength(1)
  expect(screen.getByRole('columnheader', { name: /РПШ сформирован.*срок не назван/ })).toBeInTheDocument()
})

test.each([
  [{ state: 'done', done_on: '2021-03-05', had: 2, needed: 2 }, 'ok', '05.03.2021'],
  [{ state: 'due', days: 0 }, 'due', 'срок сегодня'],
  [{ state: 'due', days: 2, had: 1, needed: 3 }, 'due', /^осталось 2\sдня, есть 1\sиз\s3$/],
  [{ state: 'partly', had: 1, needed: 3, days: null }, 'run', /^в работе, есть 1\sиз\s3$/],
  [{ state: 'idle', days: 12 }, 'idle', 'ещё не срок'],
])('a cell %j is %s: %s', (parts, kind, words) => {
  expect(cellStatus(cellWith(parts))).toEqual({ kind, text: expect.stringMatching(words) })
})

test('nobody is late: the filter says so and offers all schools', async () => {
  const schools = STAGES.schools.filter(({ late }) => late === 0)
  const address = openPage('/support/stages?show=late', { ...STAGES, schools })
  expect(await screen.findByRole('heading', { name: 'Отстающих школ нет' })).toBeInTheDocument()
  expect(screen.queryByRole('grid')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Показать все школы' }))
  expect(address()).toEqual({})
  expect(names()).toEqual(['СОШ № 1', 'СОШ № 3'])
})

test('a project without schools says who keeps the list', async () => {
  openPage('/support/stages', { ...STAGES, schools: [] })
  expect(await screen.findByText(/Состав проекта ведёт координатор/)).toBeInTheDocument()
  expect(screen.queryByRole('group', { name: 'Школы' })).toBeNull()
})

test('who may not see it is told so', async () => {
  const refusal = { title: 'Нет прав', detail: 'Ход проекта видят сотрудники управления.', status: 403 }
  openPage('/support/stages', refusal, 403)
  expect(await screen.findByText('Ход проекта видят сотрудники управления.')).toBeInTheDocument()
  expect(screen.queryByRole('grid')).toBeNull()
})

test('it prints across A4 with the filter in words', async () => {
  const print = vi.spyOn(window, 'print').mockImplementation(() => {})
  openPage('/support/stages?show=late')
  const grid = await screen.findByRole('grid')
  expect(grid.closest('[data-print="wide"]')).not.toBeNull()
  expect(screen.getByText(/17\.03\.2021\. Отобраны школы с просроченными шагами/)).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Печать' }))
  expect(print).toHaveBeenCalledOnce()
})

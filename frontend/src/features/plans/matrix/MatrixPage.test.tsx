import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { exported, openPage, serve, withServer } from '../pageForTests'
import { aFigure, anEdition, aRow } from '../rowForTests'
import { MatrixPage } from './MatrixPage'
import { aMatrix, uuid } from './matrixForTests'

withServer()

const many = Array.from(
  { length: 120 },
  (_, place) => [`СОШ № ${place + 1}`, [0, place === 7 ? 1 : 3, place < 5 ? -1 : 3]] as const,
)
const few = many.slice(0, 3)
const edition = anEdition({ sections: [{ code: '1', title: 'Анализ причин', activities: [aRow()] }] })

function open(address: string, schools: Parameters<typeof aMatrix>[0], page = MatrixPage) {
  serve({
    '/editions/:id/activities': edition,
    '/editions/:id/matrix': aMatrix(schools),
    '/activities/:id': {
      activity: aRow(),
      edition_id: edition.edition.id,
      section_title: 'Анализ причин',
      results: [
        {
          figure: aFigure({ title: 'Школы посещены' }),
          members: [uuid(101), uuid(102)].map((school_id, place) => ({
            school_id,
            name: `СОШ № ${place + 2}`,
            is_met: false,
            counted: null,
            of_total: null,
            facts: [{ code: 'v', title: 'Посещение', since_on: null, text: `не посещена № ${place + 2}` }],
          })),
        },
      ],
    },
  })
  return openPage(address, page)
}
const schools = () =>
  screen.getAllByRole('rowheader').map(({ textContent }) => textContent?.replace('\u00a0', ' '))
const cell = (name: string, row: RegExp) =>
  within(screen.getByRole('row', { name: row })).getByRole('button', { name })

test('50 schools stand on a page, the page is in the address and a filter begins at the first', async () => {
  const address = open('/plan/matrix?order=name&page=2', many)
  await screen.findByRole('grid')
  expect(schools().slice(0, 2)).toEqual(['СОШ № 51', 'СОШ № 52'])
  // 50 schools and the row of totals.
  expect(schools()).toHaveLength(51)
  await userEvent.click(screen.getByRole('button', { name: 'Дальше' }))
  expect(address()).toEqual({ order: 'name', page: 3 })
  await userEvent.click(screen.getByRole('button', { name: /^Просрочено/ }))
  expect(address()).toEqual({ order: 'name', show: 'late' })
})

test('the workbook has every school of the filter in the order of the screen, not only the page', async () => {
  open('/plan/matrix?section=500%2B', many)
  await userEvent.click(await screen.findByRole('button', { name: 'Скачать XLSX' }))
  await waitFor(() => expect(exported).toHaveLength(1))
  expect(exported[0]).toMatchObject({
    view: 'matrix',
    activity_ids: [uuid(1), uuid(2)],
    conditions: 'Раздел 500+',
  })
  expect(exported[0]?.school_ids).toHaveLength(120)
  expect(exported[0]?.school_ids?.slice(0, 2)).toEqual([uuid(107), uuid(100)])
})

test('one cell is in the order of Tab, arrows move among cells, Tab leaves the grid', async () => {
  open('/plan/matrix?order=name', many)
  const grid = await screen.findByRole('grid')
  const first = within(grid).getByRole('link', { name: 'СОШ №\u00a01' })
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  first.focus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}')
  const focused = document.activeElement
  expect(focused).toBe(
    within(screen.getByRole('row', { name: /^СОШ №\s2 / })).getByRole('button', { name: 'Ещё не срок' }),
  )
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  await userEvent.keyboard('{ArrowRight}')
  expect(document.activeElement).toHaveTextContent('строка не об этой школе')
  await userEvent.tab()
  expect(grid).not.toContainElement(document.activeElement as HTMLElement)
  await userEvent.tab({ shift: true })
  expect(document.activeElement).toHaveTextContent('строка не об этой школе')
})

test('a cell opens what stands behind it, with the school alone and room for another feature', async () => {
  const page = () => <MatrixPage cellPanel={(row, school) => <p>{`Выполнение ${row} ${school}`}</p>} />
  const address = open('/plan/matrix?order=name', many, page)
  await screen.findByRole('grid')
  await userEvent.click(cell('Ещё не срок', /^СОШ №\s2 /))
  expect(address()).toEqual({ order: 'name', row: uuid(1), school: uuid(101) })
  expect(await screen.findByText('Не посещена № 2')).toBeInTheDocument()
  expect(screen.queryByText(/Не посещена №\s3/)).toBeNull()
  expect(screen.getByText(`Выполнение ${uuid(1)} ${uuid(101)}`)).toBeInTheDocument()
})

test('a few schools stand side by side with whole words, the rows go down by section', async () => {
  open('/plan/matrix', few)
  const grid = await screen.findByRole('grid')
  expect(
    within(grid)
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent?.replace('\u00a0', ' ')),
  ).toEqual(['№', 'Мероприятие', 'Срок, как в распоряжении', 'СОШ № 1', 'СОШ № 2', 'СОШ № 3', 'Выполнено'])
  expect(within(grid).getByRole('rowheader', { name: '1. Анализ причин' })).toBeInTheDocument()
  expect(within(grid).getAllByRole('button', { name: 'Принято 16.03.2021' })).toHaveLength(3)
})

test('a search that finds no school says so and offers to show all', async () => {
  const address = open('/plan/matrix?q=Васильевка', many)
  await userEvent.click(await screen.findByRole('button', { name: 'Показать всё' }))
  expect(address()).toEqual({})
})

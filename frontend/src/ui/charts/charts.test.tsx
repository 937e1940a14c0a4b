import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Chart } from './Chart'
import { Dynamics, type Moment } from './Dynamics'
import { Funnel, type FunnelPoint } from './Funnel'
import { gatherPoints } from './funnelMarks'
import { placeLabels } from './labels'
import { MarkColumns } from './MarkColumns'
import { linear, ticks, topOf } from './scale'

test('an axis of percents starts at 0 and ends at the least round top that holds everything', () => {
  expect(topOf([3, 18.4])).toBe(20)
  expect(topOf([20.1])).toBe(40)
  expect(topOf([])).toBe(20)
  expect(topOf([100])).toBe(100)
})

test('round values on an axis: not more than asked for, the first is 0', () => {
  expect(ticks(57, 6)).toEqual([0, 10, 20, 30, 40, 50])
  expect(ticks(9, 4)).toEqual([0, 5])
  expect(ticks(1200, 6)).toEqual([0, 200, 400, 600, 800, 1000, 1200])
  expect(ticks(0, 4)).toEqual([0])
})

test('places keep to the drawing', () => {
  const place = linear([0, 40], [120, 20])
  expect([place(0), place(20), place(40), place(90), place(-1)]).toEqual([120, 70, 20, 20, 120])
})

const moment = (key: string, pct: number | null, isBroken = false): Moment => ({
  key,
  label: key,
  share: pct === null ? null : { pct, low: pct - 5, high: pct + 5 },
  said: pct === null ? '—' : '4 из 13',
  n: pct === null ? null : 13,
  isBroken,
})

test('a line joins only years that may be compared; a broken series has a gap and a dashed line', () => {
  const { container } = render(
    <Dynamics
      moments={[moment('2018', 30), moment('2019', 25), moment('2020', 38, true), moment('2021', null)]}
      top={60}
      summary="Доля «2» по годам"
    />,
  )
  expect(container.querySelectorAll('[data-join]')).toHaveLength(1)
  expect(container.querySelectorAll('[data-break]')).toHaveLength(1)
  expect(container.querySelectorAll('circle')).toHaveLength(3)
  expect(screen.getByRole('img', { name: 'Доля «2» по годам' })).toBeInTheDocument()
})

const point = (id: string, n: number, pct: number, isInk = false): FunnelPoint => ({
  id,
  name: `Школа ${id}`,
  n,
  pct,
  said: `${Math.round((n * pct) / 100)} из ${n}`,
  isInk,
  canOpen: true,
})
const POINTS = [point('c', 40, 20), point('a', 8, 50, true), point('b', 13, 38, true), point('d', 40, 20)]
const LIMITS = [8, 13, 40].map((n) => ({ n, low95: 0, high95: 45, low998: 0, high998: 65 }))

test('schools with the same figures are one mark; the one of the sentence gives it the name', () => {
  const marks = gatherPoints([...POINTS, point('e', 8, 50)])
  expect(marks.map(({ id, schools }) => [id, schools])).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 2],
  ])
  expect(marks[0]).toMatchObject({ isInk: true, canOpen: false, short: 'Школа a и\u00a0ещё 1' })
  expect(marks[2]?.name).toMatch(/2.школы, в.каждой 8 из 40: Школа c; Школа d/)
})

test('the funnel is walked by arrows, tells each point and opens it by Enter', async () => {
  const open = vi.fn()
  render(
    <MantineProvider env="test">
      <Funnel
        points={POINTS}
        centre={24}
        centreText="средняя 24 %"
        limits={LIMITS}
        measure="доля отметок «2»"
        summary="Две школы за границей"
        onOpen={open}
      />
    </MantineProvider>,
  )
  expect(screen.getByRole('group', { name: 'Две школы за границей' })).toBeInTheDocument()
  await userEvent.tab()
  expect(screen.getByRole('link', { name: 'Школа a: 4 из 8' })).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}')
  expect(screen.getByRole('link', { name: 'Школа b: 5 из 13' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(open).toHaveBeenCalledExactlyOnceWith('b')
  await userEvent.keyboard('{End}')
  const two = screen.getByRole('link', { name: /Школа c; Школа d/ })
  expect(two).toHaveFocus()
  expect(two).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  expect(open).toHaveBeenCalledOnce()
})

test('names beside points cover neither one another nor the edge, or are left out', () => {
  const frame = { left: 0, top: 0, right: 200, bottom: 100 }
  const spots = [
    { id: '1', x: 20, y: 50, text: 'Васильевка' },
    { id: '2', x: 190, y: 50, text: 'Белозерки' },
    { id: '3', x: 100, y: 50, text: 'очень длинное название школы, которому нет места' },
  ]
  const labels = placeLabels(spots, frame)
  expect(labels.map(({ id, anchor }) => [id, anchor])).toEqual([
    ['1', 'start'],
    ['2', 'end'],
  ])
})

test('columns of marks tell their counts', () => {
  render(<MarkColumns counts={[4, 6, 3, 1]} />)
  expect(screen.getByRole('img', { name: '«2» — 4, «3» — 6, «4» — 3, «5» — 1' })).toBeInTheDocument()
})

function Switched() {
  const [isTable, setTable] = useState(false)
  return (
    <Chart
      title="Динамика"
      conclusion="Нельзя различить."
      drawing={<p>рисунок</p>}
      table={<p>числа</p>}
      isTable={isTable}
      onTable={setTable}
    />
  )
}

test('every chart can be read as a table', async () => {
  render(<Switched />)
  expect(screen.getByText('рисунок')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Таблица' }))
  expect(screen.getByText('числа')).toBeInTheDocument()
  expect(screen.queryByText('рисунок')).toBeNull()
  expect(screen.getByRole('button', { name: 'Таблица' })).toHaveAttribute('aria-pressed', 'true')
})

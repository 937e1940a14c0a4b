import { act, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { Chips } from './Chips'
import { DataTable, SectionRow } from './DataTable'
import { Figure, FigureButton } from './Figure'
import { Level } from './Level'
import { Loading } from './Loading'
import { ProblemState } from './ProblemState'
import { Progress } from './Progress'
import { Status, Tag } from './Status'
import { Steps } from './Steps'
import { STATUS_KINDS } from './status'
import { WhyDisabled } from './WhyDisabled'

afterEach(() => vi.useRealTimers())

const pips = (root: HTMLElement) => root.querySelectorAll('[aria-hidden] i').length
const drawing = (root: HTMLElement) => root.querySelector('svg')?.innerHTML

test('each kind of status has a shape of its own, the same in a line and in a label', () => {
  const shapes = STATUS_KINDS.map((kind) => {
    const line = drawing(render(<Status kind={kind} text="слово" />).container)
    expect(drawing(render(<Tag kind={kind} text="слово" />).container)).toBe(line)
    return line
  })
  expect(new Set(shapes).size).toBe(STATUS_KINDS.length)
})

test('up to five things are drawn as dots, more only in words', () => {
  expect(pips(render(<Figure met={2} total={5} />).container)).toBe(5)
  expect(pips(render(<Figure met={2} total={6} />).container)).toBe(0)
  expect(pips(render(<Figure met={0} total={0} />).container)).toBe(0)
})

test('the figure as a button says what it counts and whether its panel is open', async () => {
  const open = vi.fn()
  const { rerender } = render(
    <FigureButton met={2} total={3} label="Посещение" isOpen={false} controls="panel" onClick={open} />,
  )
  const button = screen.getByRole('button', { name: /2.из.3: Посещение/ })
  expect(button).toHaveAttribute('aria-expanded', 'false')
  await userEvent.click(button)
  expect(open).toHaveBeenCalledOnce()
  rerender(<FigureButton met={2} total={3} label="Посещение" isOpen controls="panel" onClick={open} />)
  expect(button).toHaveAttribute('aria-controls', 'panel')
})

test('an action that is not possible stays reachable and tells why', async () => {
  render(<WhyDisabled why="Нельзя: в строке 9 есть ошибка.">Принять протокол</WhyDisabled>)
  await userEvent.tab()
  const button = screen.getByRole('button', { name: 'Принять протокол' })
  expect(button).toHaveFocus()
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription('Нельзя: в строке 9 есть ошибка.')
})

test('a quick answer does not flash an outline', () => {
  vi.useFakeTimers()
  render(<Loading label="Загружаем план" />)
  act(() => void vi.advanceTimersByTime(290))
  expect(screen.queryByText('Загружаем план')).toBeNull()
  act(() => void vi.advanceTimersByTime(20))
  expect(screen.getByText('Загружаем план')).toBeInTheDocument()
})

test('a table is a named region that the keyboard reaches', async () => {
  render(
    <DataTable caption="Школы" columns={[{ key: 'name', title: 'Школа' }]}>
      <tbody>
        <SectionRow span={1} title="Раздел 1" />
      </tbody>
    </DataTable>,
  )
  await userEvent.tab()
  expect(screen.getByRole('region', { name: 'Школы: таблица' })).toHaveFocus()
  expect(screen.getByRole('table', { name: 'Школы' })).toBeInTheDocument()
})

test('the chosen chip is marked and another can be chosen', async () => {
  const choose = vi.fn()
  const options = [
    { value: 'all', text: 'Все', count: 44 },
    { value: 'late', text: 'Просрочено', count: 1, kind: 'late' },
  ] as const
  render(<Chips label="Состояние" options={options} chosen="all" onChoose={choose} />)
  expect(screen.getByRole('button', { name: /Все/ })).toHaveAttribute('aria-pressed', 'true')
  await userEvent.click(screen.getByRole('button', { name: /Просрочено/ }))
  expect(choose).toHaveBeenCalledWith('late')
})

test('the current step is marked for those who listen', () => {
  render(
    <Steps
      label="Ход загрузки"
      steps={[
        { title: 'Получен', state: 'done' },
        { title: 'Проверен', state: 'current' },
        { title: 'Принят', state: 'ahead' },
      ]}
    />,
  )
  const current = screen.getAllByRole('listitem').filter((item) => item.hasAttribute('aria-current'))
  expect(current).toHaveLength(1)
  expect(current[0]).toHaveTextContent('Проверен')
})

test('the level fills as many bars as it is high', () => {
  const filled = (value: 1 | 2 | 3) =>
    render(<Level value={value} text="Средняя" />).container.querySelectorAll('i[class]').length
  expect([filled(1), filled(2), filled(3)]).toEqual([1, 2, 3])
})

test('progress beyond its bounds is cut, unknown progress has no value', () => {
  const { rerender } = render(<Progress label="Проверяем строки" percent={140} />)
  expect(screen.getByRole('progressbar')).toHaveValue(100)
  rerender(<Progress label="Проверяем строки" percent={null} />)
  expect(screen.getByRole('progressbar')).not.toHaveAttribute('value')
})

test.each([
  [403, false],
  [404, false],
  [500, true],
  [null, true],
])('a failure %s offers to repeat: %s', (status, hasRetry) => {
  const retry = vi.fn()
  const problem = { status, title: 'Заголовок', text: 'Текст.', supportNumber: '7F3A-21' }
  render(<ProblemState problem={problem} onRetry={retry} />)
  const button = screen.queryByRole('button', { name: 'Повторить' })
  expect(button !== null).toBe(hasRetry)
  if (button) {
    fireEvent.click(button)
    expect(retry).toHaveBeenCalledOnce()
    expect(screen.getByText('7F3A-21')).toBeInTheDocument()
  }
})

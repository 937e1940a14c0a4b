import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SearchField } from './SearchField'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const type = (text: string) => fireEvent.change(screen.getByLabelText('Найти'), { target: { value: text } })
const pause = (ms: number) => act(() => vi.advanceTimersByTime(ms))

test('a word is one search, not a search for every letter', () => {
  const onSearch = vi.fn()
  render(<SearchField label="Найти" value="" onSearch={onSearch} />)
  for (const text of ['я', 'яр', 'яр ']) {
    type(text)
    pause(100)
  }
  expect(onSearch).not.toHaveBeenCalled()
  pause(300)
  expect(onSearch.mock.calls).toEqual([['яр']])
})

test('Enter does not wait for the pause and does not search twice', () => {
  const onSearch = vi.fn()
  render(<SearchField label="Найти" value="" onSearch={onSearch} />)
  type('яр')
  fireEvent.keyDown(screen.getByLabelText('Найти'), { key: 'Enter' })
  pause(1000)
  expect(onSearch.mock.calls).toEqual([['яр']])
})

test('the field follows the address when the person goes back, and keeps a space being typed', () => {
  const { rerender } = render(<SearchField label="Найти" value="" onSearch={() => {}} />)
  type('новая ')
  pause(300)
  rerender(<SearchField label="Найти" value="новая" onSearch={() => {}} />)
  expect(screen.getByLabelText('Найти')).toHaveValue('новая ')
  rerender(<SearchField label="Найти" value="" onSearch={() => {}} />)
  expect(screen.getByLabelText('Найти')).toHaveValue('')
})

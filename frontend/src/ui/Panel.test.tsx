import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Panel, WithPanel } from './Panel'

// The panel asks for a wide window; jsdom has none of its own.
function wide() {
  const matches = vi.spyOn(window, 'matchMedia')
  matches.mockImplementation((media) => ({ ...noQuery(media), matches: true }))
}
const noQuery = (media: string): MediaQueryList =>
  ({ media, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList

function Page() {
  const [isOpen, setOpen] = useState(false)
  return (
    <WithPanel
      panel={
        isOpen ? (
          <Panel id="panel" title="Посещение" onClose={() => setOpen(false)}>
            <p>Новая Бинарадка</p>
          </Panel>
        ) : null
      }
    >
      <button type="button" onClick={() => setOpen(true)}>
        2 из 3
      </button>
      <button type="button">другая кнопка</button>
      <div role="dialog" aria-label="Меню">
        <button type="button">в меню</button>
      </div>
    </WithPanel>
  )
}

test('the panel takes the focus, Esc closes it, the focus returns to the opener', async () => {
  wide()
  render(<Page />)
  await userEvent.click(screen.getByRole('button', { name: '2 из 3' }))
  expect(screen.getByRole('complementary', { name: 'Посещение' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('complementary')).toBeNull()
  expect(screen.getByRole('button', { name: '2 из 3' })).toHaveFocus()
})

test('Esc closes the panel also from the page beside it, but not from a window above the page', async () => {
  wide()
  render(<Page />)
  await userEvent.click(screen.getByRole('button', { name: '2 из 3' }))
  screen.getByRole('button', { name: 'в меню' }).focus()
  await userEvent.keyboard('{Escape}')
  expect(screen.getByRole('complementary')).toBeInTheDocument()
  screen.getByRole('button', { name: 'другая кнопка' }).focus()
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('complementary')).toBeNull()
})

import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { lastPage, Pager } from './Pager'

test('the pager says where one is and turns both ways', async () => {
  const onPage = vi.fn()
  render(<Pager what="школ" page={2} pageSize={50} total={130} onPage={onPage} />)
  expect(screen.getByRole('status').textContent?.replaceAll('\u00a0', ' ')).toBe(
    '51–100 из 130 школ, страница 2 из 3',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Назад' }))
  await userEvent.click(screen.getByRole('button', { name: 'Дальше' }))
  expect(onPage.mock.calls).toEqual([[1], [3]])
})

test('at an end the button stays in the order of Tab and does nothing', async () => {
  const onPage = vi.fn()
  render(<Pager what="школ" page={3} pageSize={50} total={130} onPage={onPage} />)
  const on = screen.getByRole('button', { name: 'Дальше' })
  expect(on).toHaveAttribute('aria-disabled', 'true')
  await userEvent.click(on)
  expect(onPage).not.toHaveBeenCalled()
  expect(screen.getByRole('status')).toHaveTextContent('101–130')
})

test('what fits on one page has no pager', () => {
  const { container } = render(<Pager what="школ" page={1} pageSize={50} total={50} onPage={() => {}} />)
  expect(container).toBeEmptyDOMElement()
  expect([lastPage(0, 50), lastPage(50, 50), lastPage(51, 50)]).toEqual([1, 1, 2])
})

import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { DateField } from './DateField'

function Shown() {
  const [typed, setTyped] = useState('')
  return <DateField label="Срок с" value={typed} onType={setTyped} />
}

test.each([
  ['12/02/21', '12.02.2021'],
  ['2021-02-12', '12.02.2021'],
  ['30.02.2021', '30.02.2021'],
  ['завтра', 'завтра'],
])('«%s» stands as «%s» when the field is left', async (typed, shown) => {
  render(<Shown />)
  await userEvent.type(screen.getByLabelText('Срок с'), typed)
  await userEvent.tab()
  expect(screen.getByLabelText('Срок с')).toHaveValue(shown)
})

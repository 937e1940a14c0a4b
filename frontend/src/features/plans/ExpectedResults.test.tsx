import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { FigureOut, MemberFactsOut } from '@/api/generated/types.gen'
import { ExpectedResults } from './ExpectedResults'
import { openPage } from './pageForTests'
import { aFigure } from './rowForTests'

const fact = { code: 'visit', title: 'Посещение проведено', since_on: null, text: 'посещение не проведено' }
const aMember = (over: Partial<MemberFactsOut> = {}): MemberFactsOut => ({
  school_id: 's',
  name: 'ГБОУ СОШ с. Васильевка',
  is_met: false,
  counted: null,
  of_total: null,
  facts: [fact],
  ...over,
})
const met = aMember({
  school_id: 't',
  name: 'ГБОУ СОШ с. Ясное',
  is_met: true,
  facts: [{ ...fact, since_on: '2021-03-05', text: 'посещение 05.03.2021' }],
})

function show(results: { figure: FigureOut; members: MemberFactsOut[] }[]) {
  openPage('/', () => <ExpectedResults results={results} kind="late" />)
}
const words = async () => (await screen.findByRole('region')).textContent?.replaceAll('\u00a0', ' ')

test('the missing stand first with their reason, the rule and what is confirmed beside', async () => {
  show([{ figure: aFigure({ title: 'Школы посещены', met: 1, total: 2 }), members: [aMember(), met] }])
  const region = await screen.findByRole('region', { name: 'Школы посещены' })
  expect(
    within(region)
      .getAllByRole('heading')
      .map((head) => head.textContent?.replace('\u00a0', ' ')),
  ).toEqual(['Школы посещены', 'Не выполнено: 1 школа', 'Выполнено: 1 школа'])
  expect(await words()).toContain('Результат пока не достигнут')
  expect(
    within(region).getByText('У каждой школы проекта подтверждено: РПШ верифицирован.'),
  ).toBeInTheDocument()
  expect(within(region).getByText('Посещение не проведено')).toBeInTheDocument()
  expect(within(region).getByText('посещение 05.03.2021')).toBeInTheDocument()
})

test.each([
  [true, 'На срок 10.03.2021 было 1 из 3, сохранено и не меняется'],
  [false, 'На срок 10.03.2021 было 1 из 3, пересчитано по датам подтверждений'],
])('the value at the deadline stands beside the living one; frozen: %s', async (isFrozen, expected) => {
  const figure = aFigure({ due_on: '2021-03-10', met_at_due: 1, total_at_due: 3, is_frozen: isFrozen })
  show([{ figure, members: [met] }])
  expect(await words()).toContain(expected)
})

test('many who are done are folded away, those who are missing never', async () => {
  const many = (is_met: boolean) =>
    Array.from({ length: 6 }, (_, place) =>
      aMember({ is_met, school_id: `${is_met} ${place}`, name: `${is_met ? 'Сделала' : 'Ждём'} ${place}` }),
    )
  show([{ figure: aFigure({ met: 6, total: 12 }), members: [...many(false), ...many(true)] }])
  expect(await screen.findAllByRole('link', { name: /Ждём/ })).toHaveLength(6)
  expect(screen.queryByText('Сделала 0')).toBeNull()
  await userEvent.click(screen.getByText('Выполнено: 6 школ'))
  expect(screen.getAllByRole('link', { name: /Сделала/ })).toHaveLength(6)
})

test('heads are told for each member and as heads together', async () => {
  const figure = aFigure({ title: 'Педагоги направлены', unit: 'person', met: 5, total: 8 })
  show([{ figure, members: [aMember({ name: 'ГБОУ СОШ с. Ясное', counted: 5, of_total: 8 })] }])
  expect(await words()).toContain('ГБОУ СОШ с. Ясное, 5 из 8')
  expect(await words()).toContain('5 из 8 человек')
})

test('every further result has its figure; curators are members, not schools', async () => {
  const curator = aMember({ school_id: null, name: 'Примеров П. П.' })
  show([
    { figure: aFigure({ title: 'Школы' }), members: [met] },
    { figure: aFigure({ title: 'Кураторы', met: 0, total: 1, is_achieved: true }), members: [curator] },
  ])
  const region = await screen.findByRole('region', { name: 'Кураторы' })
  const text = region.textContent?.replaceAll('\u00a0', ' ')
  expect(text).toContain('0 из 1')
  expect(text).toContain('Результат достигнут')
  expect(text).toContain('Не выполнено: 1 участник')
  expect(within(region).queryByRole('link')).toBeNull()
})

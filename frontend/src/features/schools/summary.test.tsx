import { screen } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import type { SchoolSummaryOut, SourceOut } from '@/api/generated/types.gen'
import { api, aroundEveryTest, json, server, show } from './dossierForTests'
import { SchoolSources, SchoolSummary } from './SchoolSummary'

const SCHOOL = '0195a000-0000-7000-8000-000000000001'
const NOTHING: SchoolSummaryOut = {
  next_visit_on: null,
  next_visit_id: null,
  open_action_points: 0,
  overdue_action_points: 0,
  documents_approved: 0,
  documents_required: 4,
  documents_waiting: 0,
  programmes_accepted: 0,
  programmes_selected: 0,
  measures_confirmed: 0,
  measures: 0,
}
const SOURCE: SourceOut = {
  figure: 'curator',
  title: 'Куратор',
  value: 'Иванова И. И.',
  source: 'назначение',
  basis: 'приказ № 1',
  person: null,
  recorded_at: null,
}
const FAILED = {
  type: '/problems/internal',
  status: 500,
  title: 'Не получилось',
  detail: 'Повторите.',
  errors: [],
}

aroundEveryTest()

test('the plan opens with the rows of this school', async () => {
  server.use(http.get(api(`/schools/${SCHOOL}/summary`), () => json(NOTHING)))
  show(<SchoolSummary schoolId={SCHOOL} />)
  const link = await screen.findByRole('link', { name: /строки плана/ })
  const { pathname, searchParams } = new URL(link.getAttribute('href') ?? '', window.location.origin)
  expect([pathname, searchParams.get('school')]).toEqual(['/plan', SCHOOL])
})

test('a glance that could not be read says so and is read again when asked', async () => {
  let isBroken = true
  server.use(
    http.get(api(`/schools/${SCHOOL}/summary`), () => (isBroken ? json(FAILED, 500) : json(NOTHING))),
  )
  show(<SchoolSummary schoolId={SCHOOL} />)
  const again = await screen.findByRole('button', { name: /Повторить/ })
  isBroken = false
  again.click()
  expect(await screen.findByText('Следующий визит')).toBeInTheDocument()
})

test('a figure leads to its records where they are shown', async () => {
  server.use(
    http.get(api(`/schools/${SCHOOL}/sources`), () =>
      json({ items: [SOURCE, { ...SOURCE, figure: 'inn', title: 'ИНН', value: '6376000000' }] }),
    ),
  )
  show(<SchoolSources schoolId={SCHOOL} />)
  ;(await screen.findByText('Откуда данные')).click()
  const link = await screen.findByRole('link', { name: 'Куратор' })
  expect(link).toHaveAttribute('href', `/schools/${SCHOOL}/team`)
  expect(screen.queryByRole('link', { name: 'ИНН' })).toBeNull()
})

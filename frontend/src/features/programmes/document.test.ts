import { expect, it } from 'vitest'
import type { MeasureOut, ProgrammeOut } from '@/api/generated/types.gen'
import { bodyOf, EMPTY, emptyMeasure, issuesOf, typedOf } from './document'

const MEASURE = {
  id: '0195a000-0000-7000-8000-000000000001',
  stage: 2,
  task: null,
  title: 'Провести срез',
  due_on: '2021-10-20',
  responsible: 'завуч',
  participants: null,
  evidence_kind: 'справка',
  indicator: null,
  state: 'planned',
} as MeasureOut

const PROGRAMME = {
  version: 4,
  goal: 'Закрыть вакансии',
  indicator: 'вакансий',
  indicator_unit: 'шт.',
  baseline: '12.50',
  target: '0.00',
  starts_on: '2021-03-01',
  ends_on: null,
  measures: [MEASURE, { ...MEASURE, id: '0195a000-0000-7000-8000-000000000002', state: 'returned' }],
} as unknown as ProgrammeOut

it('shows numbers and days as they are written here, nothing where there is nothing', () => {
  const typed = typedOf(PROGRAMME)
  expect(typed).toMatchObject({
    version: 4,
    baseline: '12,5',
    target: '0',
    startsOn: '01.03.2021',
    endsOn: '',
  })
  expect(typed.measures.map(({ isFixed }) => isFixed)).toEqual([false, true])
})

it('sends back what was read, without a loss', () => {
  const body = bodyOf(typedOf(PROGRAMME))
  expect(body).toMatchObject({
    goal: 'Закрыть вакансии',
    indicator_unit: 'шт.',
    baseline: 12.5,
    target: 0,
    starts_on: '2021-03-01',
    ends_on: null,
  })
  expect(body.measures).toHaveLength(2)
  expect(body.measures[0]).toEqual({
    id: MEASURE.id,
    stage: 2,
    task: null,
    title: 'Провести срез',
    due_on: '2021-10-20',
    responsible: 'завуч',
    participants: null,
    evidence_kind: 'справка',
    indicator: null,
  })
})

it('reads numbers and days as people type them, and blanks as nothing', () => {
  const body = bodyOf({
    ...EMPTY,
    goal: '  Закрыть вакансии ',
    indicator: '  ',
    baseline: '1 200,5',
    target: '',
    startsOn: '1.3.21',
    measures: [{ ...emptyMeasure('1'), title: ' Педсовет ', dueOn: '20/05/2021', responsible: ' ' }],
  })
  expect(body).toMatchObject({ goal: 'Закрыть вакансии', indicator: null, baseline: 1200.5, target: null })
  expect(body.starts_on).toBe('2021-03-01')
  expect(body.measures[0]).toMatchObject({
    id: null,
    stage: 1,
    title: 'Педсовет',
    due_on: '2021-05-20',
    responsible: null,
  })
})

it('finds nothing wrong with a goal alone: a draft may be unfinished', () => {
  expect(issuesOf({ ...EMPTY, goal: 'Закрыть вакансии' })).toEqual([])
})

it('says at each field what cannot be read, and at which measure', () => {
  const issues = issuesOf({
    ...EMPTY,
    goal: ' я ',
    baseline: 'много',
    target: '5 из 7',
    startsOn: '30.02.2021',
    endsOn: 'осенью',
    measures: [
      { ...emptyMeasure('1'), title: 'Педсовет', dueOn: '20.05.2021' },
      { ...emptyMeasure('1'), title: ' ', dueOn: '31.04.2021' },
    ],
  })
  expect(issues.slice(0, 5).map(({ name }) => name)).toEqual([
    'goal',
    'baseline',
    'target',
    'starts_on',
    'ends_on',
  ])
  const measures = issues.slice(5)
  expect(measures.map(({ message }) => message.slice(0, 7))).toEqual(['Мера 2:', 'Мера 2:'])
  expect(new Set(issues.map(({ name }) => name)).size).toBe(7)
})

it('gives every new measure a key of its own', () => {
  const keys = [1, 2, 3].map(() => emptyMeasure('1').key)
  expect(new Set(keys).size).toBe(3)
})

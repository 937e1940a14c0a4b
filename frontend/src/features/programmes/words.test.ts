import { expect, it } from 'vitest'
import type { MeasureOut, ProgrammeRowOut } from '@/api/generated/types.gen'
import { measureStatus, programmeStatus, stageText } from './words'

const measure = (part: Partial<MeasureOut>) =>
  measureStatus({
    state: 'planned',
    state_title: 'ещё не выполнена',
    is_late: false,
    confirmed_on: null,
    ...part,
  } as MeasureOut)

it('says when a measure was confirmed, and that it was late', () => {
  const confirmed = { state: 'confirmed', state_title: 'подтверждена', confirmed_on: '2021-10-21' }
  expect(measure(confirmed)).toEqual({ kind: 'ok', text: 'подтверждена 21.10.2021' })
  expect(measure({ ...confirmed, is_late: true }).text).toBe('подтверждена 21.10.2021, позже срока')
})

it('calls late what the school has still to do, not what waits for the curator', () => {
  expect(measure({ is_late: true })).toEqual({ kind: 'late', text: 'срок прошёл: ещё не выполнена' })
  const waiting = { state: 'submitted', state_title: 'выполнена, ждёт подтверждения', is_late: true }
  expect(measure(waiting)).toEqual({ kind: 'run', text: 'выполнена, ждёт подтверждения' })
  expect(measure({ state: 'returned', state_title: 'подтверждение возвращено' }).kind).toBe('due')
})

it('asks for a programme where there is none', () => {
  const row = { state: null, state_title: 'программы ещё нет' } as ProgrammeRowOut
  expect(programmeStatus(row)).toEqual({ kind: 'due', text: 'программы ещё нет' })
  expect(programmeStatus({ ...row, state: 'accepted', state_title: 'принята' }).kind).toBe('ok')
})

it('counts confirmed measures of a stage, and says when there are none', () => {
  expect(stageText(1, 2, 3).replaceAll('\u00a0', ' ')).toBe('этап 1: 2 из 3')
  expect(stageText(2, 0, 0)).toBe('этап 2: мер нет')
})

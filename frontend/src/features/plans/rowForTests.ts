/** A row of the plan for tests: an ordinary accepted one, with what the test is about put over it. */
import type { ActivityOut, WindowOut } from '@/api/generated/types.gen'

export function aWindow(over: Partial<WindowOut> = {}): WindowOut {
  return {
    starts_on: null,
    ends_on: '2021-03-20',
    weekend: 'суббота, выходной',
    is_derived: false,
    label: 'До 20.03.2021',
    accepted_on: null,
    status: { kind: 'due', text: 'Осталось 3 дня', days: 3 },
    ...over,
  }
}

export function aRow(over: Partial<ActivityOut> = {}): ActivityOut {
  const windows = over.windows ?? [aWindow()]
  return {
    id: '0',
    number: '500+.6',
    title: 'Проведение кураторами верификации рисков профилей',
    term_source: 'до 20.03.2021',
    responsible_source: 'ЦУ, кураторы',
    result_document: null,
    expected_result: null,
    recurrence: 'once',
    status: windows[0]?.status ?? { kind: 'idle', text: 'Срок не указан', days: null },
    figure: null,
    questions: [],
    ...over,
    windows,
  }
}

export const accepted = (endsOn: string, startsOn: string | null = null) =>
  aWindow({
    starts_on: startsOn,
    ends_on: endsOn,
    weekend: null,
    accepted_on: endsOn,
    status: { kind: 'ok', text: 'Принято', days: null },
  })

export const running = (endsOn: string) =>
  aWindow({ ends_on: endsOn, weekend: null, status: { kind: 'run', text: 'В работе', days: 40 } })

export const late = (endsOn: string, days: number) =>
  aWindow({
    ends_on: endsOn,
    weekend: null,
    status: { kind: 'late', text: `Просрочено на ${days} дней`, days },
  })

/** A row of the plan for tests: an ordinary one, with what the test is about put over it. */
import type { ActivityOut, EditionRowsOut, FigureOut, PartyOut, WindowOut } from '@/api/generated/types.gen'

export function aWindow(over: Partial<WindowOut> = {}): WindowOut {
  return {
    id: 'w',
    starts_on: null,
    ends_on: '2021-03-20',
    weekend: 'суббота, выходной',
    is_derived: false,
    label: 'До 20.03.2021',
    state: 'planned',
    done_on: null,
    rescheduled_to: null,
    comment: null,
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
    parties: [
      aParty({ kind: 'organisation', code: 'cu', words: 'ЦУ' }),
      aParty({ code: 'curator', words: 'кураторы' }),
    ],
    result_document: null,
    expected_result: null,
    recurrence: 'once',
    target_set: 'project_schools',
    status: windows[0]?.status ?? { kind: 'idle', text: 'Срок не указан', days: null },
    figure: null,
    other_figures: [],
    questions: [],
    ...over,
    windows,
  }
}

export function aParty(over: Partial<PartyOut> = {}): PartyOut {
  return { part: 'responsible', kind: 'role', code: null, words: 'кураторы', ...over }
}

export function aFigure(over: Partial<FigureOut> = {}): FigureOut {
  return {
    title: 'Профили верифицированы',
    unit: 'member',
    met: 2,
    total: 3,
    is_achieved: false,
    rule: 'У каждой школы проекта подтверждено: РПШ верифицирован.',
    due_on: null,
    met_at_due: null,
    total_at_due: null,
    is_frozen: false,
    ...over,
  }
}

export function anEdition(over: Partial<EditionRowsOut> = {}): EditionRowsOut {
  return {
    edition: {
      id: '3f1c7a90-52aa-5f0e-9c1d-0a1b2c3d4e5f',
      number: 2,
      state: 'in_force',
      effective_on: '2021-02-12',
      has_rows: true,
      act: {
        kind: 'распоряжение',
        number: '64-од',
        signed_on: '2021-02-12',
        issuer: 'Центральное управление',
        title: 'О внесении изменений',
        signed_by: null,
        file_name: null,
      },
    },
    plan_id: 'p',
    plan_title: 'Дорожная карта 2020–2021',
    period_text: '2020-2021гг.',
    period_start: '2020-05-21',
    period_end: '2021-12-31',
    responsible_official: 'начальник отдела',
    controlled_by: null,
    on: '2021-03-17',
    allowed_actions: [],
    sections: [],
    ...over,
  }
}

export const accepted = (endsOn: string, startsOn: string | null = null) =>
  aWindow({
    starts_on: startsOn,
    ends_on: endsOn,
    weekend: null,
    state: 'accepted',
    done_on: endsOn,
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

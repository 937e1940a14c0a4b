import type { ControlOut, OverdueOut } from '@/api/generated/types.gen'
import { uuid } from '../matrix/matrixForTests'
import { aFigure } from '../rowForTests'

export function anOverdue(over: Partial<OverdueOut> = {}): OverdueOut {
  return {
    activity_id: uuid(1),
    number: '500+.4',
    title: 'Посещение образовательных организаций, включенных в проект',
    window: '02.03.2021 – 10.03.2021',
    ends_on: '2021-03-10',
    days: 7,
    owners: ['Центральное управление', 'кураторы'],
    figure: aFigure(),
    waits_for: 'ГБОУ СОШ с. Новая Бинарадка: РПШ не верифицирован',
    ...over,
  }
}

export function aControl(over: Partial<ControlOut> = {}): ControlOut {
  return {
    edition_id: uuid(900),
    plan_title: 'Дорожная карта 2020–2021',
    act_words: 'распоряжение от 12.02.2021 № 64-од',
    on: '2021-03-17',
    since: '2021-03-10',
    sections: [
      { code: '1', title: 'Анализ причин', rows: 4, counts: { ok: 3, run: 1 } },
      {
        code: '500+',
        title: 'План мероприятий проекта 500+',
        rows: 22,
        counts: { late: 1, due: 3, idle: 18 },
      },
    ],
    overdue: [anOverdue()],
    to_check: 2,
    results_achieved: 7,
    results_total: 19,
    changes: [
      {
        at: '2021-03-16T11:05:00Z',
        sign: '+',
        number: '500+.7',
        activity_id: uuid(2),
        school_name: 'ГБОУ СОШ с. Васильевка',
        text: 'Утверждена справка № 12',
        who: 'Примеров П. П.',
      },
    ],
    changes_total: 1,
    ...over,
  }
}

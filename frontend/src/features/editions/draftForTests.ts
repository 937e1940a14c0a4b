/** A draft as the server sends it, for tests: two sections, three rows. */
import type {
  DraftDocument,
  DraftOut,
  DraftResult,
  DraftRow,
  DraftSection,
  FactKindOut,
  RowReadingOut,
} from '@/api/generated/types.gen'

export const EDITION_ID = '0195b000-0000-7000-8000-000000000001'

/** A key that tells in a failed test which row it is. */
export function keyOf(number: string): string {
  return `0195b000-0000-7000-8000-${number.replace(/\D/g, '').padStart(12, '0')}`
}

export function aRow(number: string, over: Partial<DraftRow> = {}): DraftRow {
  return {
    key: keyOf(number),
    lineage_id: keyOf(`9${number}`),
    number,
    title: `Мероприятие ${number}`,
    term_source: 'до 20.03.2021',
    responsible_source: 'ЦУ, кураторы',
    result_document: 'Справка',
    expected_result: null,
    target_set: 'project_500_schools',
    windows: null,
    parties: null,
    results: [],
    cells: [],
    remarks: [],
    ...over,
  }
}

export function aSection(code: string, rows: DraftRow[]): DraftSection {
  return { key: keyOf(`7${code}`), code, title: `Раздел ${code}`, form: 'road_map', rows }
}

export function aDocument(over: Partial<DraftDocument> = {}): DraftDocument {
  return {
    act: {
      kind: 'распоряжение',
      number: '72-од',
      signed_on: '2021-03-15',
      issuer: 'Центральное управление',
      title: 'О внесении изменений',
      signed_by: null,
      effective_on: '2021-03-16',
    },
    heading: 'Дорожная карта',
    period_text: '2020-2021гг.',
    period_start: '2020-05-21',
    period_end: '2021-12-31',
    project_start: null,
    project_end: null,
    responsible_official: 'начальник отдела',
    controlled_by: null,
    sections: [aSection('1', [aRow('1.1'), aRow('1.2')]), aSection('2', [aRow('2.1')])],
    ...over,
  }
}

export function aReading(number: string, over: Partial<RowReadingOut> = {}): RowReadingOut {
  return {
    key: keyOf(number),
    recurrence: 'once',
    term_kind: 'deadline',
    windows: [
      {
        starts_on: null,
        ends_on: '2021-03-20',
        is_derived: false,
        label: 'До 20.03.2021',
        weekend: 'суббота, выходной',
      },
    ],
    parties: [{ part: 'responsible', kind: 'organisation', code: 'cu', words: 'ЦУ' }],
    questions: [],
    change: 'same',
    ...over,
  }
}

export function aDraft(over: Partial<DraftOut> = {}): DraftOut {
  return {
    edition_id: EDITION_ID,
    plan_id: keyOf('5'),
    plan_title: 'Дорожная карта 2020–2021',
    number: 3,
    version: 1,
    changed_at: '2021-03-17T14:05:00+04:00',
    changed_by: 'Петрова П. П.',
    based_on_id: keyOf('6'),
    file_name: null,
    document: aDocument(),
    readings: ['1.1', '1.2', '2.1'].map((number) => aReading(number)),
    removed: [],
    questions: [],
    allowed_actions: ['save', 'discard', 'put_in_force'],
    blocked_by: [],
    ...over,
  }
}

export function aResult(over: Partial<DraftResult> = {}): DraftResult {
  return {
    title: 'Школы',
    quantifier: 'all',
    threshold: null,
    members: 'project_500_schools',
    unit: 'member',
    facts: ['visit_held', 'risk_profile_verified'],
    is_explicit: true,
    ...over,
  }
}

const kind = (code: string, title: string, over: Partial<FactKindOut> = {}): FactKindOut => ({
  code,
  title,
  missing_text: '',
  about: 'school',
  counts_people: false,
  can_be_evidenced: true,
  ...over,
})

export const KINDS: FactKindOut[] = [
  kind('visit_held', 'Посещение проведено'),
  kind('risk_profile_verified', 'РПШ верифицирован'),
  kind('row_accepted', 'Исполнение строки принято'),
  kind('teachers_referred', 'Педагоги направлены на курсы', { counts_people: true }),
  kind('curator_kickoff_attended', 'Участие куратора в установочном вебинаре', { about: 'curator' }),
  kind('information_published', 'Информация опубликована на сайте ЦУ', { about: 'office' }),
]

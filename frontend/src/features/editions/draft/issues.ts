/** What keeps the draft from being saved, and where: the same words at the field and in the summary above. */
import type { DraftDocument, DraftRow } from '@/api/generated/types.gen'
import type { FieldProblem } from '@/api/problems'
import { lowerFirst } from '@/lib/typography'

export interface Issue {
  /** The key of a row or a section; 'about' for the head of the edition. */
  owner: string
  field: string
  message: string
  /** The message with its place, for the summary: «Строка 1.4, срок: заполните». */
  text: string
}

export const ABOUT = 'about'

/** The id of a field on the page: a link of the summary leads there. */
export function fieldId(owner: string, field: string): string {
  return `${owner}-${field}`
}

export const ROW_LABELS = {
  number: '№ п/п',
  title: 'Мероприятие',
  term_source: 'Срок',
  responsible_source: 'Ответственные',
  result_document: 'Итоговый документ',
  expected_result: 'Ожидаемый результат',
} as const satisfies Partial<Record<keyof DraftRow, string>>

export type RowText = keyof typeof ROW_LABELS

const LABELS: Record<string, string> = {
  ...ROW_LABELS,
  windows: 'сроки датами',
  results: 'как считается',
  parties: 'ответственные',
  target_set: 'где выполняется',
  kind: 'вид документа',
  signed_on: 'дата',
  issuer: 'кто издал',
  signed_by: 'кто подписал',
  effective_on: 'вступает в силу',
  heading: 'заголовок плана',
  period_text: 'период словами',
  period_start: 'начало периода',
  period_end: 'конец периода',
  project_start: 'начало проекта',
  project_end: 'конец проекта',
  responsible_official: 'ответственный за исполнение',
  controlled_by: 'контроль',
  code: 'номер раздела',
  sections: 'разделы',
}
const ACT_LABELS: Record<string, string> = { number: 'номер', title: 'название распоряжения' }

/** What cannot be stored as it is, named as the server would: fields left empty, periods that end before they begin. */
export function ownFindings({ act, sections, ...about }: DraftDocument): FieldProblem[] {
  const empty = (values: object, fields: readonly string[], place: string): FieldProblem[] =>
    fields
      .filter((field) => (values as Record<string, unknown>)[field] === '')
      .map((field) => ({ pointer: `${place}/${field}`, message: EMPTY }))
  return [
    ...empty(act, ['kind', 'issuer', 'title'], '/act'),
    ...empty(about, ['heading', 'period_text', 'responsible_official'], ''),
    ...backwards(about.period_start, about.period_end, '/period_end'),
    ...backwards(about.project_start, about.project_end, '/project_end'),
    ...sections.flatMap((section, place) => [
      ...empty(section, ['code', 'title'], `/sections/${place}`),
      ...section.rows.flatMap((row, index) => {
        const here = `/sections/${place}/rows/${index}`
        return [
          ...empty(row, ['number', 'title', 'term_source', 'responsible_source'], here),
          ...(row.windows ?? []).flatMap(({ starts_on, ends_on }, at) =>
            backwards(starts_on, ends_on, `${here}/windows/${at}`),
          ),
          ...row.results.flatMap((result, at) => empty(result, ['title'], `${here}/results/${at}`)),
        ]
      }),
    ]),
  ]
}

function backwards(from: string | null, to: string | null, pointer: string): FieldProblem[] {
  return from !== null && to !== null && from > to ? [{ pointer, message: BACKWARDS }] : []
}

/** The findings of the server at their places in the document that was sent. */
export function issuesAt(problems: readonly FieldProblem[], sent: DraftDocument): Issue[] {
  return problems.map(({ pointer, message }) => {
    // The server names the field of the contract; the person at the screen knows it by its label.
    const words = message.replace(/^«[^»]*»:\s*/, '')
    const { owner, field, place } = whereIs(pointer, sent)
    return {
      owner,
      field,
      message: words.charAt(0).toUpperCase() + words.slice(1),
      text: `${place}: ${words}`,
    }
  })
}

interface Where {
  owner: string
  field: string
  place: string
}

const POINTER = /^(?:\/body)?\/sections\/(\d+)(?:\/rows\/(\d+))?(?:\/(\w+))?/

function whereIs(pointer: string, { sections }: DraftDocument): Where {
  const match = POINTER.exec(pointer)
  const section = match?.[1] === undefined ? undefined : sections[Number(match[1])]
  const row = match?.[2] === undefined ? undefined : section?.rows[Number(match[2])]
  const field = match?.[3] ?? 'title'
  if (section && row)
    return { owner: row.key, field, place: `${rowPlace(row)}, ${lowerFirst(labelOf(field))}` }
  if (section) {
    return { owner: section.key, field, place: `Раздел ${section.code}, ${lowerFirst(sectionLabel(field))}` }
  }
  const [first = '', second] = pointer.replace(/^(\/body)?\//, '').split('/')
  if (first === 'act' && second) {
    const label = lowerFirst(ACT_LABELS[second] ?? labelOf(second))
    return { owner: ABOUT, field: `act-${second}`, place: `${ACT_PLACE}, ${label}` }
  }
  return { owner: ABOUT, field: first, place: `${HEAD_PLACE}, ${lowerFirst(labelOf(first))}` }
}

/** The words at one field of a row, a section or the head. */
export function messageAt(issues: readonly Issue[] | undefined, field: string): string | null {
  return issues?.find((issue) => issue.field === field)?.message ?? null
}

/** Issues by the row or section they are about; rows without any share nothing and are not drawn anew. */
export function byOwner(issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const found = new Map<string, Issue[]>()
  for (const issue of issues) {
    const others = found.get(issue.owner)
    if (others) others.push(issue)
    else found.set(issue.owner, [issue])
  }
  return found
}

const EMPTY = 'заполните'
const BACKWARDS = 'начало позже конца, исправьте одну из дат'
const ACT_PLACE = 'Распоряжение'
const HEAD_PLACE = 'О редакции'

function rowPlace({ number }: DraftRow): string {
  return `Строка ${number}`
}

function sectionLabel(field: string): string {
  return field === 'title' ? 'название' : labelOf(field)
}

function labelOf(field: string): string {
  return LABELS[field] ?? field
}

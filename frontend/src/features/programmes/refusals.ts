/** A refusal of the server told at the fields of the editor and in the words of the page. */
import { Problem } from '@/api/problems'
import { lowerFirst } from '@/lib/typography'
import type { TypedProgramme } from './document'

/** Labels of the fields by the names of the API. */
export const LABELS = {
  goal: 'Цель',
  indicator: 'Показатель',
  indicator_unit: 'Единица измерения',
  baseline: 'Исходное значение',
  target: 'Целевое значение',
  starts_on: 'Начало',
  ends_on: 'Конец',
} as const
export const MEASURE_LABELS = {
  title: 'Что делается',
  task: 'Задача',
  stage: 'Этап',
  due_on: 'Срок',
  responsible: 'Ответственный',
  participants: 'Участники',
  evidence_kind: 'Чем подтверждается',
  indicator: 'Показатель меры',
} as const

/** What is wrong with the document and not with one field of it. */
export const WHOLE = 'whole'
/** What is wrong with the list of measures. */
export const LIST = 'measures'

/** A field of a measure by its key, not by its place: a measure that is moved takes its errors along. */
export function measureField(key: string, name: keyof typeof MEASURE_LABELS): string {
  return `${key}.${name}`
}

/** Every name that something of the editor answers to. A measure itself answers to its key. */
export function fieldNames({ measures }: TypedProgramme): string[] {
  const names = Object.keys(MEASURE_LABELS) as (keyof typeof MEASURE_LABELS)[]
  return [
    ...Object.keys(LABELS),
    WHOLE,
    LIST,
    ...measures.flatMap(({ key }) => [key, ...names.map((name) => measureField(key, name))]),
  ]
}

/** The same refusal with pointers to the fields of the page: one issue a field, none of them dropped. */
export function atFields(problem: Problem, typed: TypedProgramme): Problem {
  const told = new Map<string, string>()
  for (const { pointer, message } of problem.fields) {
    const [name, words] = placeOf(pointer.split('/').slice(1), message, typed)
    const before = told.get(name)
    told.set(name, before ? `${before} ${words}` : words)
  }
  const fields = [...told].map(([name, message]) => ({ pointer: `/${name}`, message }))
  const { status, title, text, slug, supportNumber, members } = problem
  return new Problem({ status, title, text, slug, supportNumber, fields, members })
}

function placeOf(
  [field = '', place, name = '']: string[],
  message: string,
  { measures }: TypedProgramme,
): [name: string, words: string] {
  if (isKeyOf(LABELS, field)) return [field, withLabel(message, field, LABELS[field])]
  const measure = field === LIST && place !== undefined ? measures[Number(place)] : undefined
  if (!measure) return [field === LIST ? LIST : WHOLE, message]
  const which = `Мера ${Number(place) + 1}`
  if (!isKeyOf(MEASURE_LABELS, name)) return [measure.key, `${which}: ${lowerFirst(message)}`]
  const words = lowerFirst(message.replace(`«${name}»: `, ''))
  const told = `${which}, «${MEASURE_LABELS[name]}»: ${words}`
  // What has been carried out has no fields any more.
  return [measure.isFixed ? measure.key : measureField(measure.key, name), told]
}

/** The server calls a field by the name of the API; the page, by its label. */
function withLabel(message: string, name: string, label: string): string {
  return message.replace(`«${name}»`, `«${label}»`)
}

function isKeyOf<Names extends object>(names: Names, name: string): name is keyof Names & string {
  return Object.hasOwn(names, name)
}

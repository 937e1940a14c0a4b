/** A passport of a diagnostic work as it is typed, and as the API takes it. */
import type { WorkPassportIn, WorkPassportOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { WAVES } from '@/lib/procedures'
import { readDate } from '@/lib/readDate'
import { newUuid } from '@/lib/uuid'

export interface TypedTask {
  key: string
  name: string
  max: string
  difficulty: string
  skill: string
}

export interface TypedPassport {
  version: number
  title: string
  subject: string
  grade: string
  programmeGrade: string
  year: string
  wave: string
  series: string
  writtenOn: string
  min3: string
  min4: string
  min5: string
  tasks: TypedTask[]
}

export const DIFFICULTIES = [
  { value: '', text: 'не указана' },
  { value: 'Б', text: 'Б, базовая' },
  { value: 'П', text: 'П, повышенная' },
  { value: 'В', text: 'В, высокая' },
] as const

/** Names of the fields a refusal of the server may point at. */
export const FIELDS = [
  'title',
  'subject',
  'grade',
  'programme_grade',
  'year',
  'wave',
  'series',
  'written_on',
  'bands',
  'tasks',
] as const

export function emptyTask(tasks: readonly TypedTask[]): TypedTask {
  return { key: newUuid(), name: `${tasks.length + 1}`, max: '1', difficulty: '', skill: '' }
}

export function emptyPassport(year: string): TypedPassport {
  return {
    ...{ version: 0, title: '', subject: '', grade: '', programmeGrade: '', year, wave: 'entry', series: '' },
    ...{ writtenOn: '', min3: '', min4: '', min5: '', tasks: [emptyTask([])] },
  }
}

export function typedOf(passport: WorkPassportOut): TypedPassport {
  const { version, title, subject, grade, programme_grade, year, wave, series, written_on, bands } = passport
  return {
    ...{ version, title, subject: subject.code, wave, series },
    ...{ grade: `${grade}`, programmeGrade: `${programme_grade}`, year: `${year}` },
    writtenOn: written_on ? formatDate(written_on) : '',
    min3: bands ? `${bands.min_3}` : '',
    min4: bands ? `${bands.min_4}` : '',
    min5: bands ? `${bands.min_5}` : '',
    tasks: passport.tasks.map(({ name, max, difficulty, skill }) => ({
      ...{ key: newUuid(), name, max: `${max}`, difficulty: difficulty ?? '', skill: skill ?? '' },
    })),
  }
}

/** The sum of what can be read as points of tasks. */
export function maximumOf(tasks: readonly TypedTask[]): number {
  return tasks.reduce((sum, { max }) => sum + (whole(max) ?? 0), 0)
}

export function issuesOf(typed: TypedPassport): FieldIssue[] {
  const found: FieldIssue[] = []
  const need = (isMet: boolean, name: string, message: string) => {
    if (!isMet) found.push({ name, message })
  }
  const grade = whole(typed.grade)
  need(typed.title.trim().length >= 3, 'title', 'Назовите работу.')
  need(typed.subject !== '', 'subject', 'Выберите предмет.')
  need(grade !== null && grade >= 1 && grade <= 12, 'grade', 'Укажите класс от 1 до 12.')
  need(whole(typed.year) !== null, 'year', 'Укажите год, например 2021.')
  need(
    typed.writtenOn.trim() === '' || readDate(typed.writtenOn) !== null,
    'written_on',
    'Такой даты нет. Введите её, например, так: 22.03.2021.',
  )
  need(typed.tasks.length > 0, 'tasks', 'Добавьте хотя бы одно задание.')
  const wrong = typed.tasks.find(({ name, max }) => name.trim() === '' || !((whole(max) ?? 0) >= 1))
  need(
    !wrong,
    'tasks',
    `Задание «${wrong?.name.trim() || 'без номера'}»: нужны номер и наибольший балл не меньше 1.`,
  )
  const lowest = [typed.min3, typed.min4, typed.min5]
  need(
    lowest.every((one) => one.trim() === '') || lowest.every((one) => whole(one) !== null),
    'bands',
    'Укажите границы всех трёх отметок или ни одной.',
  )
  return found
}

export function bodyOf(typed: TypedPassport): WorkPassportIn {
  const [min3, min4, min5] = [whole(typed.min3), whole(typed.min4), whole(typed.min5)]
  return {
    title: typed.title.trim(),
    subject: typed.subject,
    grade: whole(typed.grade) ?? 0,
    programme_grade: whole(typed.programmeGrade),
    year: whole(typed.year) ?? 0,
    wave: WAVES.find(({ value }) => value === typed.wave)?.value ?? 'entry',
    series: typed.series.trim(),
    written_on: readDate(typed.writtenOn),
    bands: min3 === null || min4 === null || min5 === null ? null : { min_3: min3, min_4: min4, min_5: min5 },
    tasks: typed.tasks.map(({ name, max, difficulty, skill }) => ({
      name: name.trim(),
      max: whole(max) ?? 0,
      difficulty: (['Б', 'П', 'В'] as const).find((known) => known === difficulty) ?? null,
      skill: skill.trim() || null,
    })),
  }
}

function whole(typed: string): number | null {
  return /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : null
}

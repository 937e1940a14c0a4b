import { expect, test } from 'vitest'
import { readingWith, tableWith, uploadWith } from '../uploadForTests'
import { answersOf, askedOf, NO_ANSWER, readAnswers } from './answers'
import { cleaned, isSame, withChoices } from './choices'
import { draftOf, readDraft } from './draft'
import { NO_WORK, readWork, workDraft } from './work'

const question = (kind: 'work' | 'decimal' | 'school' | 'layout', options: string[] = []) => ({
  kind,
  sentence: 'Вопрос?',
  sample: '1,234',
  options,
})
const WORK = { ...NO_WORK, procedure: 'dr', year: '2021', subject: 's1', grade: '7' }

test('what is asked of the whole file is asked once, a work for each table', () => {
  const asked = askedOf(
    readingWith({
      tables: [
        tableWith({ questions: [question('work'), question('decimal', [',', '.'])] }),
        tableWith({ number: 1, sheet: 'Лист2', questions: [question('work'), question('decimal')] }),
      ],
    }),
  )
  expect(asked.map(({ name, place }) => [name, place])).toEqual([
    ['work-0', 'лист «Ф1»'],
    ['decimal', null],
    ['work-1', 'лист «Лист2»'],
  ])
})

test('answers are worded, forms by the titles of their layouts', () => {
  expect(answersOf(question('decimal', [',', '.']), []).map(({ text }) => text)).toEqual(['запятая', 'точка'])
  expect(answersOf(question('layout', ['f1', 'x']), [{ value: 'f1', text: 'Форма Ф1' }])).toEqual([
    { value: 'f1', text: 'Форма Ф1' },
    { value: 'x', text: 'x' },
  ])
})

test('answers become choices of the reading; what is missing is told at its field', () => {
  const tables = [tableWith({ questions: [question('work'), question('decimal'), question('school')] })]
  const asked = askedOf(readingWith({ tables }))
  const { choices, issues } = readAnswers(asked, {
    'work-0': { ...NO_ANSWER, work: WORK },
    decimal: { ...NO_ANSWER, value: '.' },
  })
  expect(choices).toEqual({
    works: { 0: { procedure: 'dr', year: 2021, subject_id: 's1', grade: 7 } },
    decimal: '.',
  })
  expect(issues).toEqual([{ name: 'school_id', message: 'Выберите школу из найденных.' }])
})

test('a work is read with its optional parts, or its fields say what is missing', () => {
  expect(
    readWork({ ...WORK, wave: 'exit', programme: '6', writtenOn: '12.02.21', series: ' А ' }, 'w').work,
  ).toEqual({
    procedure: 'dr',
    year: 2021,
    subject_id: 's1',
    grade: 7,
    wave: 'exit',
    programme_grade: 6,
    series: 'А',
    written_on: '2021-02-12',
  })
  const { work, issues } = readWork({ ...NO_WORK, grade: '13', programme: '0', writtenOn: '30.02.2021' }, 'w')
  expect(work).toBeNull()
  expect(issues.map(({ name }) => name)).toEqual([
    'w.procedure',
    'w.subject',
    'w.year',
    'w.grade',
    'w.programme',
    'w.writtenOn',
  ])
})

test('the form starts with what was chosen and tells only what differs from the detected', () => {
  const reading = readingWith({ tables: [tableWith({ header_row: 7 })] })
  const untouched = draftOf({}, reading)
  expect(readDraft(untouched, reading, {})).toEqual({ choices: {}, issues: [] })
  const table = untouched.tables[0] ?? { headerRow: '', columns: {}, work: null }
  const changed = {
    file: { encoding: 'cp1251' as const, decimal: null },
    tables: { 0: { ...table, headerRow: '5', columns: { C: 'skip' as const }, work: workDraft(undefined) } },
  }
  const { choices, issues } = readDraft(changed, reading, {})
  expect(choices).toEqual({ encoding: 'cp1251', header_rows: { 0: 5 }, columns: { 0: { C: 'skip' } } })
  expect(issues.map(({ name }) => name)).toContain('table-0.procedure')
  const again = draftOf(choices, reading)
  expect(again.tables[0]).toMatchObject({ headerRow: '5', columns: { C: 'skip' } })
  expect(readDraft({ ...again, file: { school_id: '' } }, reading, choices).issues).toHaveLength(1)
  const odd = { file: {}, tables: { 0: { ...table, headerRow: 'пять' } } }
  expect(readDraft(odd, reading, {}).issues[0]?.name).toBe('table-0.header')
})

test('earlier choices travel with new ones; the same reading is not asked for twice', () => {
  const upload = uploadWith({ strategy: 'sync' })
  const both = withChoices(
    { encoding: 'cp1251', header_rows: { 0: 5 } },
    { header_rows: { 1: 2 }, decimal: ',' },
  )
  expect(both).toEqual({ encoding: 'cp1251', decimal: ',', header_rows: { 0: 5, 1: 2 } })
  expect(cleaned({ columns: { 0: {} }, works: {}, encoding: null })).toEqual({})
  expect(isSame({ strategy: 'sync' }, {}, upload)).toBe(true)
  expect(isSame({ strategy: 'upsert' }, {}, upload)).toBe(false)
})

import { expect, test } from 'vitest'
import { placeText, readColumns, readingSummary, verdictText } from './reading'
import { readingWith } from './uploadForTests'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const task = (column: string, name: string, most: number) => ({
  column,
  header: `${name} (${most}б)`,
  meaning: `баллы за задание ${name}, максимум ${most}`,
})

test('neighbouring tasks are one line, the other columns stand alone', () => {
  const lines = readColumns([
    { column: 'D', header: 'Код участника', meaning: 'код участника' },
    task('E', '1', 1),
    task('F', '2К1', 2),
    task('G', '2К2', 2),
    { column: 'H', header: 'Отметка', meaning: 'отметка за работу' },
    task('I', '9', 1),
  ])
  expect(lines.map(({ place, header, meaning }) => [place, header, plain(meaning)])).toEqual([
    ['D', 'Код участника', 'код участника'],
    ['E–G', '1 (1б) … 2К2 (2б)', 'баллы за 3 задания, максимум 5'],
    ['H', 'Отметка', 'отметка за работу'],
    ['I', '9 (1б)', 'баллы за задание 9, максимум 1'],
  ])
})

test('where the table was found', () => {
  expect(readingSummary(readingWith({}))).toBe('лист «Ф1», шапка в строке 7, данные в строках 8–15')
  expect(
    readingSummary(
      readingWith({ file_kind: 'csv', encoding: 'cp1251', delimiter: ';', first_row: 8, last_row: 8 }),
    ),
  ).toBe('CSV, кодировка Windows-1251, разделитель «;», шапка в строке 7, данные в строке 8')
  expect(readingSummary(readingWith({ first_row: null, last_row: null }))).toContain('строк с данными нет')
})

test('the place of an issue agrees in number', () => {
  const columns = [{ column: 'G', header: '3 (2б)' }]
  expect(placeText({ rows: '9', columns })).toBe('Строка 9, столбец G «3 (2б)»')
  expect(placeText({ rows: '9, 12–14', columns })).toBe('Строки 9, 12–14, столбец G «3 (2б)»')
  expect(placeText({ rows: '12–14', columns: [...columns, { column: 'P', header: null }] })).toBe(
    'Строки 12–14, столбцы G «3 (2б)», P',
  )
  expect(placeText({ rows: '', columns: [] })).toBe('Весь файл')
})

test('the verdict counts rows, not issues', () => {
  expect(plain(verdictText(3, 12, { errors: 4, warnings: 2 }))).toBe(
    '3 строки из 12 принять нельзя, ещё 2 места проверьте',
  )
  expect(plain(verdictText(1, 12, { errors: 1, warnings: 0 }))).toBe('1 строку из 12 принять нельзя')
  expect(plain(verdictText(0, 12, { errors: 1, warnings: 0 }))).toBe('файл принять нельзя')
  expect(plain(verdictText(0, 12, { errors: 0, warnings: 1 }))).toBe('1 место проверьте')
  expect(verdictText(0, 12, { errors: 0, warnings: 0 })).toBe('всё в порядке')
})

import { expect, test } from 'vitest'
import type { ColumnReadingOut } from '@/api/generated/types.gen'
import { tableWith } from '../uploadForTests'
import { personalText, placeText, readColumns, readingSummary, tableFacts, verdictText } from './columns'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const column = (
  place: string,
  header: string,
  meaning: string,
  kind: ColumnReadingOut['kind'] = 'field',
) => ({
  column: place,
  header,
  meaning,
  kind,
  field: null,
})
const task = (place: string, name: string, most: number) =>
  column(place, `${name} (${most}б)`, `баллы за задание ${name}, максимум ${most}`, 'task')

test('neighbouring tasks are one line, the other columns stand alone', () => {
  const lines = readColumns([
    column('D', 'Код участника', 'код участника'),
    task('E', '1', 1),
    task('F', '2К1', 2),
    task('G', '2К2', 2),
    column('H', 'Отметка', 'отметка за работу'),
    task('I', '9', 1),
  ])
  expect(lines.map(({ place, header, meaning }) => [place, header, plain(meaning)])).toEqual([
    ['D', 'Код участника', 'код участника'],
    ['E–G', '1 (1б) … 2К2 (2б)', 'баллы за 3 задания, максимум 5'],
    ['H', 'Отметка', 'отметка за работу'],
    ['I', '9 (1б)', 'баллы за задание 9, максимум 1'],
  ])
})

test('dropped personal columns are named, never shown as read', () => {
  const personal = (place: string, header: string) => column(place, header, 'имена', 'personal')
  expect(personalText([column('A', 'Код', 'код участника')])).toBeNull()
  expect(plain(personalText([personal('C', 'Ф. И.')]) ?? '')).toBe(
    'Столбец C «Ф. И.» отброшен до записи: имена и документы не хранятся.',
  )
  expect(plain(personalText([personal('B', 'Фамилия'), personal('C', ''), personal('D', 'Имя')]) ?? '')).toBe(
    'Столбцы B «Фамилия», C и D «Имя» отброшены до записи: имена и документы не хранятся.',
  )
})

test('where the table was found', () => {
  expect(plain(readingSummary(tableWith({})))).toBe('лист «Ф1», шапка в строке 7, данные в строках 8–15')
  expect(plain(readingSummary(tableWith({ file: '5А.csv', sheet: '', last_row: 8 })))).toBe(
    '5А.csv, шапка в строке 7, данные в строке 8',
  )
  expect(readingSummary(tableWith({ first_row: null, last_row: null }))).toContain('строк с данными нет')
})

test('what was detected is said in words, what does not apply is left out', () => {
  const csv = tableWith({ file_kind: 'csv', encoding: 'cp1251', delimiter: ';', decimal: ',' })
  expect(Object.fromEntries(tableFacts(csv).map(({ name, value }) => [name, value]))).toMatchObject({
    Кодировка: 'Windows-1251',
    'Разделитель столбцов': 'точка с запятой',
    'Дробная часть': 'запятая',
  })
  expect(tableFacts(tableWith({})).map(({ name }) => name)).toEqual(['Форма', 'Шапка', 'Данные'])
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

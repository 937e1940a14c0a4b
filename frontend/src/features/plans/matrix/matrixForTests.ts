/** A matrix for tests: two project rows and one of section 1; schools are given by the kinds of their cells. */
import type { MatrixOut } from '@/api/generated/types.gen'

export const LOOKS = [
  { kind: 'ok', text: 'Принято 16.03.2021', short: '16.03' },
  { kind: 'late', text: 'Просрочено на 7 дней', short: '−7 дн' },
  { kind: 'due', text: 'Осталось 3 дня', short: '3 дн' },
  { kind: 'idle', text: 'Ещё не срок', short: 'рано' },
]
const NUMBERS = ['1.1', '500+.4', '500+.6']

/** A UUID with a number in it. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** Schools by name with their cells: places in `LOOKS`, -1 where the row is not about the school. */
export function aMatrix(schools: readonly (readonly [name: string, cells: readonly number[]])[]): MatrixOut {
  return {
    edition_id: uuid(900),
    plan_title: 'Дорожная карта 2020–2021',
    on: '2021-03-17',
    columns: NUMBERS.map((number, place) => ({
      activity_id: uuid(place),
      number,
      title: `Мероприятие ${number}`,
      section_code: place === 0 ? '1' : '500+',
      term_source: 'до 20.03.2021',
      ends_on: '2021-03-20',
      status: { kind: 'idle', text: 'Ещё не срок', days: null },
      met: schools.filter(([, cells]) => cells[place] === 0).length,
      total: place === 0 ? 0 : schools.length,
    })),
    looks: LOOKS,
    rows: schools.map(([name, cells], place) => ({
      school_id: uuid(100 + place),
      school_name: name,
      is_member: place === 0,
      cells: [...cells],
      done: cells.filter((cell) => cell === 0).length,
      total: cells.filter((cell) => cell >= 0).length,
      late: cells.filter((cell) => cell === 1).length,
      due: cells.filter((cell) => cell === 2).length,
    })),
  }
}

import type { StageCellOut, StageSchoolOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { counted, DAYS, type Forms, plural } from '@/lib/plural'
import { ratioText } from '@/lib/ratio'
import type { StatusKind } from '@/ui/status'
import type { Show } from './search'

const KINDS: Readonly<Record<string, StatusKind>> = {
  done: 'ok',
  late: 'late',
  due: 'due',
  partly: 'run',
  idle: 'idle',
}
const SCHOOLS: Forms = ['школа', 'школы', 'школ']

/** Which schools each filter shows. */
export const TESTS: Readonly<Record<Show, (school: StageSchoolOut) => boolean>> = {
  late: ({ late }) => late > 0,
  mine: ({ is_mine }) => is_mine,
}
export const SHOW_WORDS: Readonly<Record<Show, { chip: string; condition: string; none: string }>> = {
  late: { chip: 'Отстают', condition: 'школы с просроченными шагами', none: 'Отстающих школ нет' },
  mine: { chip: 'Мои', condition: 'школы, где вы куратор или наставник', none: 'Ваших школ здесь нет' },
}

/** The cell in words: the colour and the shape only repeat them. */
export function cellStatus(cell: StageCellOut): { kind: StatusKind; text: string } {
  const { state, had, needed } = cell
  const part = needed > 1 && had > 0 && state !== 'done' ? `, есть ${ratioText(had, needed)}` : ''
  return { kind: KINDS[state] ?? 'idle', text: `${cellWords(cell)}${part}` }
}

function cellWords({ state, done_on, days }: StageCellOut): string {
  switch (state) {
    case 'done':
      return done_on ? formatDate(done_on) : 'выполнено'
    case 'late':
      return days === null ? 'просрочено' : `просрочено на ${counted(-days, DAYS)}`
    case 'due':
      if (days === null) return 'срок подходит'
      return days === 0 ? 'срок сегодня' : `осталось ${counted(days, DAYS)}`
    case 'partly':
      return 'в работе'
    default:
      // Without a due day there is nothing to be early for.
      return days === null ? 'сведений пока нет' : 'ещё не срок'
  }
}

/** Under the heading: how many schools, how many of them are late. */
export function sentence(schools: readonly StageSchoolOut[]): string {
  const late = schools.filter(TESTS.late).length
  const burden = late > 0 ? `${plural(late, ['отстаёт', 'отстают', 'отстают'])} ${late}` : 'отстающих нет'
  return `${counted(schools.length, SCHOOLS)}, ${burden}.`
}

import { expect, test } from 'vitest'
import type { DayOut, TodoItemOut, TodoOut } from '@/api/generated/types.gen'
import {
  calendarCaption,
  chainTitle,
  groupMeta,
  groupTitle,
  headSentence,
  itemTerm,
  urgentCount,
} from './todoWords'

const plain = (text: string) => text.replace(/\u00a0/g, ' ')

function anItem(over: Partial<TodoItemOut> = {}): TodoItemOut {
  return {
    activity_id: '0',
    school_id: null,
    school_name: null,
    number: '500+.6',
    title: 'Проведение кураторами верификации рисков профилей',
    term_source: 'до 20.03.2021',
    ends_on: '2021-03-20',
    weekend: 'суббота, выходной',
    status: { kind: 'due', text: 'Осталось 3 дня', days: 3 },
    figure: null,
    hindrance: null,
    ...over,
  }
}
const lateItem = (days: number) => anItem({ status: { kind: 'late', text: 'Просрочено', days } })

function aTodo({
  late = [],
  week = 0,
  today = '2021-03-17',
}: {
  late?: number[]
  week?: number
  today?: string
}) {
  const groups = [
    { code: 'late', title: 'Просрочено', items: late.map(lateItem) },
    { code: 'week', title: 'До пятницы, 19.03', items: Array.from({ length: week }, () => anItem()) },
  ]
  return {
    today,
    friday: '2021-03-19',
    edition_id: '1',
    groups: groups.filter(({ items }) => items.length > 0),
    next_due_on: null,
    next_due_number: null,
    chains: [],
    days: [],
    questions: [],
  } satisfies TodoOut
}

test.each([
  [{ late: [7], week: 5 }, 'До пятницы нужно закрыть 5 дел, ещё одно просрочено на 7 дней.'],
  [{ late: [], week: 1 }, 'До пятницы нужно закрыть 1 дело.'],
  [{ late: [7, 21], week: 2 }, 'До пятницы нужно закрыть 2 дела, ещё 2 просрочены, самое давнее на 21 день.'],
  [{ late: [3], week: 0 }, 'Одно дело просрочено на 3 дня.'],
  [{ late: [1, 2, 3, 4, 5], week: 0 }, 'Просрочено 5 дел, самое давнее на 5 дней.'],
  [{ late: [1, 2], week: 0 }, 'Просрочены 2 дела, самое давнее на 2 дня.'],
  [{ late: [], week: 0 }, 'До пятницы срочных дел нет.'],
])('%j: %s', (todo, sentence) => {
  expect(plain(headSentence(aTodo(todo)))).toBe(`Среда, 17 марта 2021 г. ${sentence}`)
})

test('on Friday the work of the week is due today', () => {
  expect(plain(headSentence(aTodo({ week: 3, today: '2021-03-19' })))).toBe(
    'Пятница, 19 марта 2021 г. Сегодня нужно закрыть 3 дела.',
  )
})

test('what came back and what waits for a check is told in the words of the server', () => {
  const todo = aTodo({ week: 1 })
  const reported = { code: 'reported', title: 'Ждут вашей проверки', items: [anItem(), anItem()] }
  expect(plain(headSentence({ ...todo, groups: [reported, ...todo.groups] }))).toBe(
    'Среда, 17 марта 2021 г. До пятницы нужно закрыть 1 дело. Ждут вашей проверки: 2.',
  )
})

test('groups are called by their last day', () => {
  const todo = aTodo({})
  const title = (code: string) => plain(groupTitle({ code, title: 'Как у сервера', items: [] }, todo))
  expect(title('week')).toBe('До пятницы, 19 марта')
  expect(title('month')).toBe('До конца марта')
  expect(title('later')).toBe('Как у сервера')
})

test('a deadline on a day off explains why it is reminded earlier', () => {
  const items = [anItem(), anItem(), anItem({ ends_on: '2021-03-19', weekend: null })]
  expect(plain(groupMeta({ code: 'week', title: '', items }, '2021-03-17'))).toBe(
    '3 дела. Срок 20.03 — суббота, выходной: дату плана не сдвигаем, напоминаем к пятнице',
  )
  expect(plain(groupMeta({ code: 'month', title: '', items }, '2021-03-17'))).toBe('3 дела')
})

test.each([
  [{}, '«до 20.03.2021», сб'],
  [
    { ends_on: '2021-03-31', term_source: 'Февраль – март 2021', weekend: null },
    '«Февраль – март 2021», до 31.03',
  ],
  [
    { ends_on: '2021-03-31', term_source: 'Март 2021 Апрель 2021', weekend: null },
    '«Март 2021», «Апрель 2021», до 31.03',
  ],
  [
    {
      term_source: '02.03.21 – 10.03.2021',
      ends_on: '2021-03-10',
      weekend: null,
      status: { kind: 'late', text: 'Просрочено на 7 дней', days: 7 },
    },
    'Срок в плане «02.03.21 – 10.03.2021»',
  ],
])('the term as written, then what it leaves out: %j', (over, words) => {
  expect(plain(itemTerm(anItem(over), '2021-03-17'))).toBe(words)
})

test.each([
  [2, 'Одно решение сдвинет две строки плана'],
  [3, 'Одно решение сдвинет три строки плана'],
  [5, 'Одно решение сдвинет пять строк плана'],
  [21, 'Одно решение сдвинет 21 строку плана'],
])('a chain of %i rows: %s', (rows, title) => {
  expect(chainTitle(rows)).toBe(title)
})

test('the calendar names every day that has deadlines', () => {
  const day = (date: string, numbers: string[], isDayOff = false): DayOut => ({
    day: date,
    is_today: false,
    is_day_off: isDayOff,
    numbers,
    kind: 'due',
  })
  expect(
    plain(
      calendarCaption([day('2021-03-18', ['7.1']), day('2021-03-20', ['500+.6', '500+.7', '500+.9'], true)]),
    ),
  ).toBe('18 марта один срок: 7.1. 20 марта, в субботу, три срока: 500+.6, 500+.7, 500+.9.')
  expect(calendarCaption([day('2021-03-18', [])])).toBe('В эти две недели сроков нет.')
})

test('the number beside «Мои дела» counts what is overdue and what is due this week', () => {
  expect(urgentCount(aTodo({ late: [7], week: 3 }))).toBe(4)
  expect(urgentCount(aTodo({}))).toBe(0)
})

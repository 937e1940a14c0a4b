import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DraftDocument } from '@/api/generated/types.gen'
import { networkProblem, Problem } from '@/api/problems'
import { aDocument, aDraft, aRow, aSection, keyOf } from '../draftForTests'
import { rowsOf } from './document'
import { aSaver, aServer, edited, titled, titles } from './saverForTests'

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

test('the draft is saved once when typing pauses, over the version of the last answer', async () => {
  const { saver, server } = aSaver()
  for (const title of ['П', 'По', 'Пос']) {
    saver.offer(edited(aDocument(), titled('1.1', title)))
    await vi.advanceTimersByTimeAsync(500)
  }
  expect(server.send).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1_500)
  expect(titles(server.stored().document)[0]).toBe('Пос')
  saver.offer(edited(aDocument(), titled('1.1', 'Посещение')))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(server.versions).toEqual([1, 2])
  expect(saver.snapshot()).toMatchObject({ phase: 'saved', savedAt: '2021-03-17T14:05:00+04:00' })
})

test('what is typed while a save is under way goes in the next one, never two at a time', async () => {
  const server = aServer()
  let release: () => void = () => {}
  const answer = new Promise<void>((resolve) => {
    release = resolve
  })
  const { send } = server
  let running = 0
  let most = 0
  server.send = vi.fn(async (document: DraftDocument, version: number) => {
    most = Math.max(most, ++running)
    await answer
    running -= 1
    return await send(document, version)
  })
  const { saver } = aSaver(server)
  saver.offer(edited(aDocument(), titled('1.1', 'Первое')))
  void saver.flush()
  saver.offer(edited(aDocument(), titled('1.1', 'Второе')))
  await vi.advanceTimersByTimeAsync(3_000)
  release()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(most).toBe(1)
  expect(server.versions).toEqual([1, 2])
  expect(titles(server.stored().document)[0]).toBe('Второе')
})

test('without network the words stay in the browser and go when the pause is over', async () => {
  const { saver, server, keeper } = aSaver()
  server.send.mockRejectedValueOnce(networkProblem())
  saver.offer(edited(aDocument(), titled('1.1', 'Без сети')))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(saver.snapshot()).toMatchObject({ phase: 'waiting', retryIn: 5 })
  const kept = keeper.read()
  expect(kept?.version).toBe(1)
  expect(kept && titles(kept.document)[0]).toBe('Без сети')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(saver.snapshot().phase).toBe('saved')
  expect(titles(server.stored().document)[0]).toBe('Без сети')
  expect(keeper.read()).toBeNull()
})

test('a version of somebody else loses neither theirs nor mine', async () => {
  const { saver, server, keeper } = aSaver()
  server.saveElsewhere(edited(aDocument(), titled('2.1', 'Их слова')))
  saver.offer(edited(aDocument(), titled('1.1', 'Мои слова')))
  await vi.advanceTimersByTimeAsync(1_500)
  const { phase, theirs } = saver.snapshot()
  expect(phase).toBe('conflict')
  expect(theirs?.changed_by).toBe('Петрова П. П.')
  expect(titles(server.stored().document)).toEqual(['Мероприятие 1.1', 'Мероприятие 1.2', 'Их слова'])
  const kept = keeper.read()
  expect(kept && titles(kept.document)[0]).toBe('Мои слова')
  // Further typing is kept and not sent before the decision.
  saver.offer(edited(aDocument(), titled('1.1', 'Мои новые слова')))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.send).toHaveBeenCalledTimes(1)
  await saver.overwrite()
  expect(server.versions).toEqual([1, 2])
  expect(titles(server.stored().document)).toEqual(['Мои новые слова', 'Мероприятие 1.2', 'Мероприятие 2.1'])
  expect(saver.snapshot()).toMatchObject({ phase: 'saved', theirs: null })
})

test('after taking over their version the next words are written over it', async () => {
  const { saver, server } = aSaver()
  const theirs = edited(aDocument(), titled('2.1', 'Их слова'))
  server.saveElsewhere(theirs)
  saver.offer(edited(aDocument(), titled('1.1', 'Мои слова')))
  await vi.advanceTimersByTimeAsync(1_500)
  saver.adopt()
  saver.offer(edited(theirs, titled('1.2', 'Поверх их слов')))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(server.versions).toEqual([1, 2])
  expect(titles(server.stored().document)).toEqual(['Мероприятие 1.1', 'Поверх их слов', 'Их слова'])
})

test('a save whose answer got lost is no conflict with oneself', async () => {
  const { saver, server } = aSaver()
  const { send } = server
  server.send.mockImplementationOnce(async (document: DraftDocument, version: number) => {
    server.saveElsewhere(document)
    server.versions.push(version)
    throw networkProblem()
  })
  saver.offer(edited(aDocument(), titled('1.1', '  Дошло  ')))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(saver.snapshot().phase).toBe('waiting')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(saver.snapshot().phase).toBe('saved')
  expect(saver.currentVersion()).toBe(2)
  expect(send).toHaveBeenCalledTimes(2)
})

test('words found in the browser over an older version are a conflict at once', () => {
  const mine = edited(aDocument(), titled('1.1', 'Вчерашние слова'))
  const { saver, draft } = aSaver(aServer(), mine)
  expect(saver.snapshot()).toMatchObject({ phase: 'conflict', theirs: { version: draft.version } })
})

test('a new row without its words does not keep the others from being saved', async () => {
  const { saver, server, keeper } = aSaver()
  const section = aSection('1', [])
  const empty = aRow('1.3', { lineage_id: null, title: 'Новая', term_source: '' })
  const document = edited(aDocument(), titled('1.1', 'Иначе'), {
    type: 'add-row',
    sectionKey: section.key,
    row: empty,
  })
  saver.offer(document)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(saver.snapshot().phase).toBe('saved')
  expect(titles(server.stored().document)).toEqual(['Иначе', 'Мероприятие 1.2', 'Мероприятие 2.1'])
  // It waits in the browser: a reload must not lose it.
  expect(rowsOf(keeper.read()?.document ?? aDocument()).some(({ title }) => title === 'Новая')).toBe(true)
  saver.offer(edited(document, { type: 'set-row', key: empty.key, change: { term_source: 'до 05.12.2021' } }))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(titles(server.stored().document)).toContain('Новая')
  expect(keeper.read()).toBeNull()
})

test('an emptied field of a known row is told at the field and is not sent', async () => {
  const { saver, server } = aSaver()
  saver.offer(edited(aDocument(), { type: 'set-row', key: keyOf('1.2'), change: { term_source: ' ' } }))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(server.send).not.toHaveBeenCalled()
  expect(saver.snapshot().phase).toBe('refused')
  expect(saver.snapshot().issues).toEqual([
    { owner: keyOf('1.2'), field: 'term_source', message: 'Заполните', text: 'Строка 1.2, срок: заполните' },
  ])
})

test('periods that end before they begin are told and not sent', async () => {
  const { saver, server } = aSaver()
  const windows = [{ starts_on: '2021-05-10', ends_on: '2021-05-01' }]
  saver.offer(
    edited(aDocument({ project_start: '2022-01-01', project_end: '2021-01-01' }), {
      type: 'set-row',
      key: keyOf('1.2'),
      change: { windows },
    }),
  )
  await vi.advanceTimersByTimeAsync(1_500)
  expect(server.send).not.toHaveBeenCalled()
  expect(saver.snapshot().issues.map(({ text }) => text)).toEqual([
    'О редакции, конец проекта: начало позже конца, исправьте одну из дат',
    'Строка 1.2, сроки датами: начало позже конца, исправьте одну из дат',
  ])
})

test('the findings of the server come to their rows, and a refusal is not repeated by itself', async () => {
  const { saver, server } = aSaver()
  server.send.mockRejectedValueOnce(
    new Problem({
      status: 422,
      title: 'Проверьте данные',
      text: '',
      fields: [
        { pointer: '/sections/1/rows/0/title', message: '«title»: слишком длинно' },
        { pointer: '/body/act/number', message: '«number»: слишком длинно' },
      ],
    }),
  )
  saver.offer(edited(aDocument(), titled('2.1', 'Длинно')))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.send).toHaveBeenCalledTimes(1)
  expect(saver.snapshot().issues.map(({ owner, text }) => [owner, text])).toEqual([
    [keyOf('2.1'), 'Строка 2.1, мероприятие: слишком длинно'],
    ['about', 'Распоряжение, номер: слишком длинно'],
  ])
  saver.offer(edited(aDocument(), titled('2.1', 'Коротко')))
  await vi.advanceTimersByTimeAsync(1_500)
  expect(saver.snapshot()).toMatchObject({ phase: 'saved', issues: [] })
})

test('a page that is left still sends the last words; a draft that is given up sends none', async () => {
  const left = aSaver()
  left.saver.offer(edited(aDocument(), titled('1.1', 'Последнее')))
  left.saver.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(titles(left.server.stored().document)[0]).toBe('Последнее')

  const given = aSaver()
  given.saver.offer(edited(aDocument(), titled('1.1', 'Уже не нужно')))
  given.saver.abandon()
  given.saver.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(given.server.send).not.toHaveBeenCalled()
  expect(given.keeper.read()).toBeNull()
})

test("a newer draft is followed only while nothing of one's own would be lost", () => {
  const newer = aDraft({ version: 2, document: edited(aDocument(), titled('2.1', 'Их слова')) })
  const idle = aSaver().saver
  expect(idle.follow(newer)).toBe(true)
  expect(idle.currentVersion()).toBe(2)
  const busy = aSaver().saver
  busy.offer(edited(aDocument(), titled('1.1', 'Мои слова')))
  expect(busy.follow(newer)).toBe(false)
  expect(busy.currentVersion()).toBe(1)
})

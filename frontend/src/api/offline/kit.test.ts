import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { MeOut, VisitOut } from '../generated/types.gen'
import { notOlder, withSaved } from './kit'
import { openQueue } from './queue'
import { keepKit, keptKit, lastPerson } from './store'

const kit = (parts: Partial<VisitOut> = {}) =>
  ({ id: 'v', entries: [], findings: [], ...parts }) as unknown as VisitOut
const entry = (text: string, version: number) => ({ field: 'summary', value: { text }, version })

test('who comes in with a network ends the kits of the person before, so that nobody enters as them', async () => {
  await openQueue('curator')
  await keepKit({ id: 'curator' } as MeOut, kit())
  expect((await lastPerson())?.id).toBe('curator')
  await openQueue('mentor')
  expect(await lastPerson()).toBeNull()
  expect(await keptKit('curator', 'v')).toBeNull()
})

test('what was asked before a saving does not bring older words back', async () => {
  const told = kit({ entries: [entry('старое', 1)] as never })
  const known = kit({ entries: [entry('новое', 2)] as never })
  expect(notOlder(told, known).entries).toEqual([entry('новое', 2)])
  expect(notOlder(kit({ entries: [entry('новейшее', 3)] as never }), known).entries).toEqual([
    entry('новейшее', 3),
  ])
})

test('nothing that arrives can break the page: an empty answer changes nothing, a finding stays in its place', () => {
  const findings = [
    { id: 'a', version: 1 },
    { id: 'b', version: 1 },
  ] as never
  const before = kit({ findings })
  expect(withSaved(before, { kind: 'finding', name: 'a' }, undefined)).toBe(before)
  expect(withSaved(before, { kind: 'entry', name: 'summary' }, null)).toBe(before)
  const after = withSaved(before, { kind: 'finding', name: 'a' }, { id: 'a', version: 2 })
  expect(after.findings.map(({ id, version }) => [id, version])).toEqual([
    ['a', 2],
    ['b', 1],
  ])
})

import { expect, test } from 'vitest'
import type { ResultOut, WorkOut } from '@/api/generated/types.gen'
import { groupResults, momentOf } from './figures'

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null

const result = (id: string, work: Partial<WorkOut>) =>
  ({
    protocol_id: id,
    work: {
      procedure: 'vpr',
      procedure_title: 'ВПР',
      year: 2020,
      wave: 'spring',
      wave_title: 'весна',
      subject: { code: 'ma', name: 'Математика', short_name: 'Математика' },
      grade: 5,
      ...work,
    },
  }) as ResultOut

test('works of one subject and grade stand together, the oldest first', () => {
  const groups = groupResults([
    result('a', { year: 2020, wave: 'autumn', wave_title: 'осень' }),
    result('b', { year: 2020, grade: 6 }),
    result('c', { year: 2019 }),
    result('d', { year: 2020 }),
  ])
  expect(groups.map(({ title }) => plain(title))).toEqual([
    'ВПР, математика, 5 класс',
    'ВПР, математика, 6 класс',
  ])
  expect(groups[0]?.results.map(({ protocol_id }) => protocol_id)).toEqual(['c', 'd', 'a'])
  expect(groups[0]?.results.map(momentOf).map(plain)).toEqual(['2019', '2020', 'осень 2020'])
})

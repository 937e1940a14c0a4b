import { expect, test } from 'vitest'
import { scalesText, sourcesText } from './sources'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const file = { upload_id: 'u' }
const none = { upload_id: null }

test('the sentence counts protocols by where they came from and leaves out what is not there', () => {
  expect(plain(sourcesText([file, none, none]))).toMatch(
    /^Всего 3 протокола: из загруженных файлов 1, внесено без файла 2\. /,
  )
  expect(plain(sourcesText([file]))).toMatch(/^Всего 1 протокол: из загруженных файлов 1\. /)
  expect(plain(sourcesText([none]))).toMatch(/^Всего 1 протокол: внесено без файла 1\. /)
})

test('protocols without a scale are counted, not hidden', () => {
  const scale = {
    ...{ id: 's', version: 1, is_in_force: true },
    ...{ min_3: 6, min_4: 10, min_5: 15, max_primary: 20, source: 'документ', confidence: 'высокая' },
  }
  expect(plain(scalesText([{ scale }, { scale: null }]))).toContain('Для 1 из 2 протоколов')
  expect(scalesText([{ scale }])).toBe('Шкала известна для каждого протокола.')
})

/** Where the protocols of a school came from, in one sentence. */
import type { ResultOut } from '@/api/generated/types.gen'
import { counted, type Forms } from '@/lib/plural'

const PROTOCOLS: Forms = ['протокол', 'протокола', 'протоколов']

/** «Всего 42 протокола: 41 внесён без файла, 1 из загрузок. Показана последняя версия каждого.» */
export function sourcesText(items: readonly Pick<ResultOut, 'upload_id'>[]): string {
  const fromFiles = items.filter(({ upload_id }) => upload_id !== null).length
  const without = items.length - fromFiles
  const parts = [
    ...(fromFiles > 0 ? [`из загруженных файлов ${fromFiles}`] : []),
    ...(without > 0 ? [`внесено без файла ${without}`] : []),
  ]
  return `Всего ${counted(items.length, PROTOCOLS)}: ${parts.join(', ')}. Показана последняя версия каждого; её номер, дата и загрузка стоят в последнем столбце.`
}

/** Which protocols have a scale in the system; without one their marks stand as the file gives them. */
export function scalesText(items: readonly Pick<ResultOut, 'scale'>[]): string {
  const without = items.filter(({ scale }) => scale === null).length
  if (without === 0) return 'Шкала известна для каждого протокола.'
  return `Для ${without} из\u00a0${items.length} протоколов шкалы в\u00a0системе нет: их отметки не проверены по шкале.`
}

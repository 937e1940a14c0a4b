/** How a state of an upload looks: the shape of its status, and its place on the way of four steps. */
import type { ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { formatInstant, formatTime } from '@/lib/dates'
import { formatFileSize } from '@/lib/numbers'
import { counted, type Forms } from '@/lib/plural'
import type { Step } from '@/ui/Steps'
import type { StatusKind } from '@/ui/status'
import { layoutText } from './words'

export type UploadState = UploadOut['state']

export const ROWS: Forms = ['строка', 'строки', 'строк']
/** «1 строку принять нельзя». */
export const ROWS_ACCUSATIVE: Forms = ['строку', 'строки', 'строк']
export const ERRORS: Forms = ['ошибка', 'ошибки', 'ошибок']
export const REMARKS: Forms = ['замечание', 'замечания', 'замечаний']

/** While one of these lasts the worker is busy with the file, and the page waits for it. */
const BUSY: readonly UploadState[] = ['received', 'parsing', 'committing']

export function isBusy(state: UploadState): boolean {
  return BUSY.includes(state)
}

/** Shape of the status; a checked file with errors is work for the sender. */
export function kindOf({ state, errors }: Pick<UploadOut, 'state' | 'errors'>): StatusKind {
  switch (state) {
    case 'received':
      return 'idle'
    case 'parsing':
    case 'committing':
      return 'run'
    case 'screened':
      return errors > 0 ? 'due' : 'run'
    case 'committed':
      return 'ok'
    case 'failed':
      return 'late'
    case 'cancelled':
    case 'reverted':
      return 'idle'
  }
}

/** «4 ошибки и 2 замечания», «замечаний нет». */
export function remarksText({ errors, warnings }: Pick<UploadOut, 'errors' | 'warnings'>): string {
  const parts = [
    ...(errors > 0 ? [counted(errors, ERRORS)] : []),
    ...(warnings > 0 ? [counted(warnings, REMARKS)] : []),
  ]
  return parts.length > 0 ? parts.join(' и ') : 'замечаний нет'
}

/** The reading that is in force: what an earlier check understood says nothing while the file is read again. */
export function readingInForce({ state, reading }: UploadOut): ReadingOut | null {
  return state === 'received' || state === 'parsing' || state === 'failed' ? null : reading
}

/** Получен → Распознан → Проверен → Принят, with what is known about each. */
export function stepsOf(upload: UploadOut): Step[] {
  const { state } = upload
  const reading = readingInForce(upload)
  const received: Step = {
    title: 'Получен',
    text: `${formatTime(upload.received_at)}, ${formatFileSize(upload.size)}`,
    state: 'done',
  }
  const rows = upload.rows_total === null ? '' : `, ${counted(upload.rows_total, ROWS)}`
  const read: Step = {
    title: 'Распознан',
    text: reading ? `${layoutText(reading)}${rows}` : readingText(state),
    state: reading ? 'done' : readingPlace(state),
  }
  const checked: Step = {
    title: 'Проверен',
    text: reading ? checkedText(upload) : undefined,
    state: !reading ? 'ahead' : state === 'screened' ? 'current' : 'done',
  }
  return [received, read, checked, { title: 'Принят', ...acceptance(upload) }]
}

/** Where a file stands that has not been understood yet. */
function readingPlace(state: UploadState): Step['state'] {
  if (state === 'received' || state === 'parsing') return 'current'
  return state === 'failed' ? 'failed' : 'ahead'
}

function readingText(state: UploadState): string | undefined {
  if (state === 'received') return 'ждёт очереди'
  if (state === 'parsing') return 'читаем файл'
  if (state === 'failed') return 'прочитать не удалось'
  return undefined
}

function checkedText(upload: UploadOut): string {
  const remarks = remarksText(upload)
  return upload.state === 'screened' ? `${remarks}, ждёт решения` : remarks
}

function acceptance({ state, decided_at, reverted_at }: UploadOut): Pick<Step, 'state' | 'text'> {
  const when = decided_at ? ` ${formatInstant(decided_at)}` : ''
  switch (state) {
    case 'committing':
      return { state: 'current', text: 'записываем протоколы' }
    case 'committed':
      return { state: 'done', text: when.trim() || undefined }
    case 'cancelled':
      return { state: 'failed', text: `отказались${when}, ничего не записано` }
    case 'reverted':
      return {
        state: 'failed',
        text: `принят${when}, откачен${reverted_at ? ` ${formatInstant(reverted_at)}` : ''}`,
      }
    default:
      return { state: 'ahead', text: 'ещё ничего не записано' }
  }
}

/** The address of a draft: which row is open, and whether the answers are being checked before it comes into force. */
import { isUuid } from '@/lib/uuid'

export interface DraftSearch {
  row?: string
  step?: 'check'
}

/** Every key is named, also with nothing in it: the router would keep the unread value of a key left out. */
export function readDraftSearch({ row, step }: Record<string, unknown>): DraftSearch {
  return { row: isUuid(row) ? row : undefined, step: step === 'check' ? 'check' : undefined }
}

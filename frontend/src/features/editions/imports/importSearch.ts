import { isUuid } from '@/lib/uuid'

export interface ImportSearch {
  /** The plan whose next edition the file is; absent: not said yet, or a new plan. */
  plan?: string
}

export function readImportSearch({ plan }: Record<string, unknown>): ImportSearch {
  return { plan: isUuid(plan) ? plan : undefined }
}

/** The address of «Школы проекта»: whose project. */
import { isUuid } from '@/lib/uuid'

export interface MembersSearch {
  /** Plan by id; absent: the first one in force. */
  plan?: string
}

export function readMembersSearch({ plan }: Record<string, unknown>): MembersSearch {
  return { plan: isUuid(plan) ? plan : undefined }
}

/** The address of «Контроль исполнения»: which edition, and since which day changes are told. */
import { isDay } from '@/lib/readDate'
import { isUuid } from '@/lib/uuid'

export interface ControlSearch {
  edition?: string
  /** 'YYYY-MM-DD'; absent: as the server chooses. */
  since?: string
}

export function readControlSearch({ edition, since }: Record<string, unknown>): ControlSearch {
  return {
    edition: isUuid(edition) ? edition : undefined,
    since: isDay(since) ? since : undefined,
  }
}

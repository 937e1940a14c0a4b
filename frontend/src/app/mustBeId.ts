import { notFound } from '@tanstack/react-router'
import { isUuid } from '@/lib/uuid'

/** A broken link must read «не найдено»; the server would complain about the shape of the id. */
export function mustBeId(id: string): void {
  if (!isUuid(id)) throw notFound()
}

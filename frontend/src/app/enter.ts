/** Coming in: by the session of the cookie, or without a network as who has visits kept in this browser. */
import type { QueryClient } from '@tanstack/react-query'
import { meOptions } from '@/api/me'
import { lastPerson } from '@/api/offline/store'
import { Problem } from '@/api/problems'
import { restoreSession, workOffline } from '@/api/session'

/** Returns whether somebody is in; throws a Problem when there is no network and nobody to work without it. */
export async function enter(queries: QueryClient): Promise<boolean> {
  try {
    return await restoreSession()
  } catch (error) {
    const isNetwork = error instanceof Problem && error.status === null
    const me = isNetwork ? await lastPerson() : null
    if (me === null) throw error
    queries.setQueryData(meOptions().queryKey, me)
    workOffline(me.id)
    return true
  }
}

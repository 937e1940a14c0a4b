/** A visit as the server has it, or as it was kept in this browser; what has just arrived is put into it at once. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getVisitOptions } from '@/api/generated/@tanstack/react-query.gen'
import { getVisit } from '@/api/generated/sdk.gen'
import type { VisitOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { notOlder, withSaved } from '@/api/offline/kit'
import { onArrival } from '@/api/offline/queue'
import { keepKit, keptKit } from '@/api/offline/store'
import { Problem } from '@/api/problems'

/** Whether the report may be submitted hangs on these: the server is asked anew. */
const DECISIVE: readonly string[] = ['summary', 'conclusions']

export function useVisit(visitId: string) {
  const me = useMe()
  const queries = useQueryClient()
  const options = getVisitOptions({ path: { visit_id: visitId } })
  useEffect(
    () =>
      onArrival((change, saved) => {
        if (change.visit !== visitId) return
        queries.setQueryData<VisitOut>(options.queryKey, (kit) => kit && withSaved(kit, change, saved))
        if (change.kind === 'file' || DECISIVE.includes(change.name)) {
          void queries.invalidateQueries({ queryKey: options.queryKey })
        }
      }),
    [queries, visitId, options.queryKey],
  )
  return useQuery({
    queryKey: options.queryKey,
    // The kit answers without a network too; with the network comes what has happened meanwhile.
    networkMode: 'always',
    refetchOnReconnect: 'always',
    retry: false,
    queryFn: async () => {
      try {
        const { data } = await getVisit({ path: { visit_id: visitId }, throwOnError: true })
        const kit = notOlder(data, queries.getQueryData<VisitOut>(options.queryKey))
        await keepKit(me, kit)
        return kit
      } catch (error) {
        const isNetwork = error instanceof Problem && error.status === null
        const kept = isNetwork ? await keptKit(me.id, visitId) : null
        if (kept) return kept
        throw error
      }
    },
  })
}

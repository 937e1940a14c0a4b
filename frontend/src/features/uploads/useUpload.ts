/** One upload as the server sees it, followed while the worker is busy with it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { getUploadOptions } from '@/api/generated/@tanstack/react-query.gen'
import { followUpload } from '@/api/generated/sdk.gen'
import type { UploadOut } from '@/api/generated/types.gen'
import { isBusy } from './uploadState'

/** The stream tells of progress at once; looking again helps where it has broken or a proxy swallows it. */
const LOOK_AGAIN_MS = 3_000
const STREAM_ATTEMPTS = 3

/** One event of the stream. */
export type Progress = Pick<UploadOut, 'state' | 'state_title' | 'progress_pct' | 'progress_text'> & {
  progress_done: number | null
  progress_total: number | null
}

export function useUpload(uploadId: string) {
  return useQuery({
    ...getUploadOptions({ path: { upload_id: uploadId } }),
    refetchInterval: ({ state: { data } }) => (data && isAtWork(data) ? LOOK_AGAIN_MS : false),
  })
}

/** Does the worker do something with it now? Taking back leaves the upload «committed» until it is done. */
export function isAtWork({ state, progress_pct }: Pick<UploadOut, 'state' | 'progress_pct'>): boolean {
  return isBusy(state) || progress_pct !== null
}

/** The last word of the stream while the work goes on; at its end everything on the screen is read anew. */
export function useProgress(uploadId: string): Progress | null {
  const queries = useQueryClient()
  const [told, setTold] = useState<Progress | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    void follow(uploadId, leaving.signal, setTold).then(() => {
      // Figures of schools, the plan and «Мои дела» may all have moved.
      if (!leaving.signal.aborted) void queries.invalidateQueries()
    })
    return () => leaving.abort()
  }, [uploadId, queries])
  return told
}

async function follow(uploadId: string, signal: AbortSignal, tell: (progress: Progress) => void) {
  try {
    const { stream } = await followUpload({
      path: { upload_id: uploadId },
      signal,
      sseMaxRetryAttempts: STREAM_ATTEMPTS,
    })
    // The contract calls an event a string; the client has already read its JSON.
    for await (const event of stream) tell(event as unknown as Progress)
  } catch {
    // Without the stream the page looks at the upload again and again.
  }
}

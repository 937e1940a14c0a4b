/** One upload as the server sees it, followed while the worker is busy with it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getJobOptions, getUploadOptions } from '@/api/generated/@tanstack/react-query.gen'
import { streamJob } from '@/api/generated/sdk.gen'
import type { JobOut } from '@/api/generated/types.gen'
import { isBusy } from './uploadState'

/** The stream tells of progress at once; this only helps where a proxy swallows streams. */
const LOOK_AGAIN_MS = 3_000
const STREAM_ATTEMPTS = 3

export function useUpload(uploadId: string) {
  return useQuery({
    ...getUploadOptions({ path: { upload_id: uploadId } }),
    refetchInterval: ({ state: { data } }) => (data && isBusy(data.state) ? LOOK_AGAIN_MS : false),
  })
}

/** The running job of an upload, live; at its end everything on the screen is read anew. */
export function useJobProgress(jobId: string): JobOut | undefined {
  const queries = useQueryClient()
  const { data } = useQuery({
    ...getJobOptions({ path: { job_id: jobId } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    const leaving = new AbortController()
    const { queryKey } = getJobOptions({ path: { job_id: jobId } })
    void follow(jobId, leaving.signal, (job) => queries.setQueryData(queryKey, job)).then(() => {
      // Figures of schools, the plan and «Мои дела» may all have moved.
      if (!leaving.signal.aborted) void queries.invalidateQueries()
    })
    return () => leaving.abort()
  }, [jobId, queries])
  return data
}

async function follow(jobId: string, signal: AbortSignal, onJob: (job: JobOut) => void): Promise<void> {
  const { stream } = await streamJob({
    path: { job_id: jobId },
    signal,
    sseMaxRetryAttempts: STREAM_ATTEMPTS,
  })
  try {
    // The contract calls an event a string; the client has already read its JSON.
    for await (const event of stream) onJob(event as unknown as JobOut)
  } catch {
    // Without the stream the upload itself is looked at again and again.
  }
}

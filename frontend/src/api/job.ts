/** The running job of the worker, live: whoever waits for it sees its percent and its words. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getJobOptions } from './generated/@tanstack/react-query.gen'
import { streamJob } from './generated/sdk.gen'
import type { JobOut } from './generated/types.gen'

const STREAM_ATTEMPTS = 3

/** A job as it goes on; at its end everything on the screen is read anew. */
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
    // Without the stream the page looks again and again at what the job is about.
  }
}

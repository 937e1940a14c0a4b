/** One upload as the server sees it, followed while the worker is busy with it. */
import { useQuery } from '@tanstack/react-query'
import { getUploadOptions } from '@/api/generated/@tanstack/react-query.gen'
import { isBusy } from './uploadState'

/** The stream tells of progress at once; this only helps where a proxy swallows streams. */
const LOOK_AGAIN_MS = 3_000

export function useUpload(uploadId: string) {
  return useQuery({
    ...getUploadOptions({ path: { upload_id: uploadId } }),
    refetchInterval: ({ state: { data } }) => (data && isBusy(data.state) ? LOOK_AGAIN_MS : false),
  })
}

import { useQuery } from '@tanstack/react-query'
import { listWorksQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import { listWorks } from '@/api/generated/sdk.gen'
import type { FigureWorkOut, WorkOut } from '@/api/generated/types.gen'

/** The server gives at most so many at once. */
const PAGE = 200

/** Every work that has been written, the newest year first: what can be chosen on the pages of analysis. */
export function useWorks() {
  return useQuery({
    queryKey: [...listWorksQueryKey({ query: { limit: PAGE } }), 'every page'],
    queryFn: ({ signal }) => everyWork(signal),
    staleTime: 60_000,
  })
}

async function everyWork(signal: AbortSignal): Promise<FigureWorkOut[]> {
  const works: WorkOut[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = cursor ? { limit: PAGE, cursor } : { limit: PAGE }
    const { data } = await listWorks({ query, signal, throwOnError: true })
    works.push(...data.items)
    cursor = data.next_cursor
  } while (cursor)
  return works.map(flattened)
}

/** The shape in which figures name their works. */
function flattened({ subject, written_on: _, ...work }: WorkOut): FigureWorkOut {
  return {
    ...work,
    subject_code: subject.code,
    subject_name: subject.name,
    subject_short_name: subject.short_name,
  }
}

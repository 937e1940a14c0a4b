import { useQuery } from '@tanstack/react-query'
import { getTodoOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { TodoOut } from '@/api/generated/types.gen'

/**
 * «Мои дела» as the first screen has read them, never asked for here: a number in the header is not worth a
 * request on every page. Silent once something has changed, until the first screen is opened again.
 */
export function useKnownTodo(): TodoOut | undefined {
  const { data, isStale } = useQuery({
    ...getTodoOptions(),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return isStale ? undefined : data
}

import { QueryClient } from '@tanstack/react-query'
import { Problem } from '@/api/problems'

const FRESH_MS = 15_000

/** Server state: a refusal is final, a failure of the network or the server is tried once more. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => {
          const isRefusal = error instanceof Problem && error.status !== null && error.status < 500
          return !isRefusal && failures < 1
        },
      },
      mutations: { retry: false },
    },
  })
}

/** The person at the screen and what he may do; the router has loaded it before any page is shown. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { getMeOptions } from './generated/@tanstack/react-query.gen'
import type { MeOut } from './generated/types.gen'

/** Rights change rarely; the clock of the server is read anew with them. */
const FRESH_MS = 5 * 60_000

export const meOptions = () => ({ ...getMeOptions(), staleTime: FRESH_MS })

export function useMe(): MeOut {
  return useSuspenseQuery(meOptions()).data
}

/** May the person use this function of the product? Rights come from the server, never from the role. */
export function useMay(permission: string): boolean {
  return useMe().permissions.includes(permission)
}

/** The instant to show for what is done now: the clock of a demo stands still. */
export function momentOf({ demo_moment, now }: MeOut): string {
  return demo_moment ? now : new Date().toISOString()
}

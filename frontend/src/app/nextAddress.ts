/** Where to go after the log-in: an address of this product or the first screen, never another site. */
export function nextAddress(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  // «//host» and «/\host» are read by browsers as another site.
  const here = globalThis.location.origin
  const { origin, pathname, search } = new URL(next, here)
  return origin === here && pathname !== '/login' ? pathname + search : '/'
}

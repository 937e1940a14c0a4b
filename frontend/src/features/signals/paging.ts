/** Pages over a list that is counted anew at every reading: the cursor is the place where a page begins. */

export const PAGE_SIZE = 100

/** The cursor of a page, as the server writes it (JSON of one text, base64url); the first has none. */
export function cursorOf(page: number): string | undefined {
  if (page <= 1) return undefined
  const packed = btoa(JSON.stringify([String((page - 1) * PAGE_SIZE)]))
  return packed.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

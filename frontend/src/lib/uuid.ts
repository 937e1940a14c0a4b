const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Ids of this product are UUIDs; anything else in an address is a broken link. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}

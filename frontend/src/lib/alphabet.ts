const russian = new Intl.Collator('ru', { numeric: true })

/** The order of names in a list: Ё after Е, «№ 9» before «№ 104». */
export function byAlphabet(one: string, other: string): number {
  return russian.compare(one, other)
}

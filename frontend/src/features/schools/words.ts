/** Words about the status of a school, as the register gives it by codes. */
const ZONES: Record<string, string> = {
  red: 'красная зона',
  yellow: 'жёлтая зона',
  green: 'зелёная зона',
}

const RESULTS: Record<string, string> = {
  low_results: 'ОО с НОР',
  at_risk: 'группа риска',
}

interface Marked {
  low_results: string | null
  zone: string | null
}

/**
 * «ОО с НОР, красная зона»; null where the school bears no mark. Plain words: a mark is a fact about the school,
 * not a task with a deadline.
 */
export function markOf({ low_results, zone }: Marked): string | null {
  const words = [RESULTS[low_results ?? ''], ZONES[zone ?? '']].filter(Boolean)
  return words.length > 0 ? words.join(', ') : null
}

/** Which protocols stand under one heading, and how their year is said. */
import type { ResultOut } from '@/api/generated/types.gen'

const NBSP = '\u00a0'

/** Protocols of one kind of work, the oldest first: what may stand under one heading. */
export interface ResultGroup {
  key: string
  /** «ВПР, математика, 5 класс». */
  title: string
  results: ResultOut[]
}

/** Gathers works of one procedure, subject and grade, in the order in which the server first names them. */
export function groupResults(items: readonly ResultOut[]): ResultGroup[] {
  const groups = new Map<string, ResultGroup>()
  for (const item of items) {
    const { procedure, procedure_title, subject, grade } = item.work
    const key = `${procedure} ${subject.code} ${grade}`
    const group = groups.get(key) ?? {
      key,
      title: `${procedure_title}, ${lowered(subject.name)}, ${grade}${NBSP}класс`,
      results: [],
    }
    group.results.push(item)
    groups.set(key, group)
  }
  for (const { results } of groups.values()) results.sort(byMoment)
  return [...groups.values()]
}

/** «осень 2020»; the wave is left out where a year has only one. */
export function momentOf({ work }: ResultOut): string {
  const { year, wave, wave_title } = work
  return wave === 'main' || wave === 'spring' ? String(year) : `${wave_title}${NBSP}${year}`
}

const WAVES = ['entry', 'spring', 'main', 'autumn', 'exit']

function byMoment(one: ResultOut, other: ResultOut): number {
  return one.work.year - other.work.year || WAVES.indexOf(one.work.wave) - WAVES.indexOf(other.work.wave)
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

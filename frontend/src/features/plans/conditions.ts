/** The filters of the address in words: on paper, in a workbook, and where nothing was found. */
import type { SectionOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import type { Party } from './parties'
import type { PlanSearch, RowFilter } from './planSearch'
import { SORT_WORDS } from './rowGroups'

export const FILTER_WORDS: Record<RowFilter, string> = {
  late: 'Просрочено',
  week: 'До пятницы',
  run: 'В работе',
  ask: 'Вопрос автору',
  ok: 'Принято',
  idle: 'Ждут срока или сведений',
}

export interface Condition {
  words: string
  /** The change of the address that takes it away. */
  drop: Partial<PlanSearch>
}

/** What the words need to know besides the address. */
export interface Names {
  sections: readonly SectionOut[]
  parties: readonly Party[]
  /** Absent while the schools are not read, or when the school is not among them. */
  schoolName?: string
}

/** Every condition that narrows the rows, in the order of the filters. */
export function conditionsOf(search: PlanSearch, { sections, parties, schoolName }: Names): Condition[] {
  const { status, section, who, school, q, from, to } = search
  const conditions: Condition[] = []
  if (status !== undefined) conditions.push({ drop: { status: undefined }, words: FILTER_WORDS[status] })
  if (section !== undefined) {
    const isKnown = sections.some(({ code }) => code === String(section))
    conditions.push({
      drop: { section: undefined },
      words: isKnown ? `Раздел ${section}` : `Раздел ${section}, которого в плане нет`,
    })
  }
  if (who !== undefined) {
    const party = parties.find(({ key }) => key === who)
    conditions.push({
      drop: { who: undefined },
      words: party ? `Ответственный: ${party.text}` : 'Ответственный, которого в плане нет',
    })
  }
  if (school !== undefined) {
    conditions.push({
      drop: { school: undefined },
      words: schoolName ? `Школа: ${schoolName}` : 'Школа, которой среди ваших нет',
    })
  }
  if (q !== undefined) conditions.push({ drop: { q: undefined }, words: `Слова: ${q}` })
  if (from !== undefined || to !== undefined) {
    conditions.push({ drop: { from: undefined, to: undefined }, words: periodWords(from, to) })
  }
  return conditions
}

/** «Раздел 1; Срок с 01.03.2021 по 31.03.2021; порядок: по сроку», or '' where all is shown as the act has it. */
export function conditionsInWords(search: PlanSearch, names: Names): string {
  const words = conditionsOf(search, names).map((condition) => condition.words)
  if (search.sort !== undefined) words.push(`порядок: ${SORT_WORDS[search.sort]}`)
  return words.join('; ')
}

function periodWords(from?: string, to?: string): string {
  const parts = [from && `с ${formatDate(from)}`, to && `по ${formatDate(to)}`].filter(Boolean)
  return `Срок ${parts.join(' ')}`
}

/** An expected result as a sentence, in the same words in which the server tells it of an edition in force. */
import type { DraftResult, DraftRow, FactKindOut } from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import { lowerFirst } from '@/lib/typography'

export type Members = DraftResult['members']
export type TargetSet = DraftRow['target_set']
export type Quantifier = DraftResult['quantifier']

interface MemberWords {
  nominative: string
  genitive: string
  /** What kind of fact can be about them. */
  about: string
}

export const MEMBER_WORDS: Record<Members, MemberWords> = {
  project_500_schools: {
    nominative: 'школы проекта 500+',
    genitive: 'школ проекта 500+',
    about: 'school',
  },
  low_results_schools: {
    nominative: 'школы с низкими результатами',
    genitive: 'школ с низкими результатами',
    about: 'school',
  },
  red_zone_schools: { nominative: 'школы красной зоны', genitive: 'школ красной зоны', about: 'school' },
  all_schools: { nominative: 'школы управления', genitive: 'школ управления', about: 'school' },
  project_curators: {
    nominative: 'кураторы школ проекта 500+',
    genitive: 'кураторов школ проекта 500+',
    about: 'curator',
  },
  office: { nominative: 'управление', genitive: 'управления', about: 'office' },
}

export const MEMBERS = Object.keys(MEMBER_WORDS) as Members[]
export const TARGET_SETS: readonly TargetSet[] = [
  'project_500_schools',
  'low_results_schools',
  'red_zone_schools',
  'all_schools',
  'office',
]

const PEOPLE = ['человек', 'человека', 'человек'] as const

/** «Все школы проекта 500+: посещение проведено; РПШ верифицирован». */
export function predicateWords(result: DraftResult, kinds: readonly FactKindOut[]): string {
  const facts = result.facts.map((code) => lowerFirst(titleOf(code, kinds)))
  return `${whoWords(result)}: ${facts.join('; ')}`
}

export function titleOf(code: string, kinds: readonly FactKindOut[]): string {
  return kinds.find((kind) => kind.code === code)?.title ?? code
}

/** Facts that can be asked of such members; of persons only those that count them. */
export function factsFor(
  { members, unit }: Pick<DraftResult, 'members' | 'unit'>,
  kinds: readonly FactKindOut[],
): FactKindOut[] {
  const { about } = MEMBER_WORDS[members]
  return kinds.filter((kind) => kind.about === about && (unit === 'member' || kind.counts_people))
}

function whoWords({ members, unit, quantifier, threshold }: DraftResult): string {
  const words = MEMBER_WORDS[members]
  if (members === 'office') return 'Управление'
  if (unit === 'person') return `${peopleWords(quantifier, threshold)} по каждой из ${words.genitive}`
  switch (quantifier) {
    case 'all':
      return `Все ${words.nominative}`
    case 'share':
      return `Не меньше ${threshold}\u00a0% ${words.genitive}`
    case 'at_least':
      return `Не меньше ${threshold} из ${words.genitive}`
  }
}

function peopleWords(quantifier: Quantifier, threshold: number | null): string {
  switch (quantifier) {
    case 'all':
      return 'Все заявленные люди'
    case 'share':
      return `Не меньше ${threshold}\u00a0% заявленных людей`
    case 'at_least':
      return `Не меньше ${counted(threshold ?? 0, PEOPLE)}`
  }
}

/**
 * Who takes part in the rows of a plan, for a filter and for groups. The act writes one body in several wordings
 * («Центральное управление (далее – ЦУ)», «ЦУ»): the shortest stands on the chip, the longest in the list.
 */
import type { ActivityOut, PartyOut } from '@/api/generated/types.gen'
import { byAlphabet } from '@/lib/alphabet'

export interface Party {
  /** Stands in the address: a code of the server, or a sign without a name in it. */
  key: string
  kind: string
  text: string
  short: string
}

const KINDS = ['organisation', 'role', 'person', 'school']
const SIGN_BASE = 36

/** The key of a party; a person or a school without a code is known by a sign, so that no name is in the address. */
export function partyKey({ kind, code, words }: PartyOut): string {
  return code ?? `${kind}-${signOf(words)}`
}

/** Everybody who is named in the rows: organisations, roles, persons, schools, each by alphabet. */
export function partiesOf(rows: readonly ActivityOut[]): Party[] {
  const wordings = new Map<string, { kind: string; words: string[] }>()
  for (const party of rows.flatMap(({ parties }) => parties)) {
    const known = wordings.get(partyKey(party))
    if (known) known.words.push(party.words)
    else wordings.set(partyKey(party), { kind: party.kind, words: [party.words] })
  }
  return [...wordings]
    .map(([key, { kind, words }]) => {
      const byLength = words.map(withoutAbbreviation).sort((a, b) => a.length - b.length)
      return { key, kind, text: byLength.at(-1) ?? key, short: byLength[0] ?? key }
    })
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || byAlphabet(a.text, b.text))
}

export function hasParty({ parties }: Pick<ActivityOut, 'parties'>, key: string): boolean {
  return parties.some((party) => partyKey(party) === key)
}

/** «(далее – ЦУ)» explains the text of the act to its reader, not a name in a list. */
function withoutAbbreviation(words: string): string {
  return words.replace(/\s*\(далее[^)]*\)/i, '').trim()
}

function signOf(words: string): string {
  let sign = 0
  for (const letter of words) sign = (Math.imul(sign, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  return sign.toString(SIGN_BASE)
}

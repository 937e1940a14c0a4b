/** Names of a file that nobody knows, and what they were said to mean. */
import type { MappingIn, ReadingOut } from '@/api/generated/types.gen'

export interface UnknownName {
  /** Unique among schools and subjects. */
  key: string
  kind: 'school' | 'subject'
  /** As the API names it: the key of a school, the words of a subject. */
  source: string
  title: string
  /** «логин ФИС ОКО», «предмет»: what kind of name it is. */
  what: string
  rows: number
}

/** How the file names schools: the part of the key before the colon. */
const KINDS: Readonly<Record<string, string>> = {
  login: 'логин ФИС ОКО',
  gia: 'код школы в РИС ГИА',
  code: 'код школы',
  name: 'название школы',
}

/** A school that is not named at all is a question about the file, not a name. */
const UNNAMED = 'sender'

export function unknownNames({ schools, works }: Pick<ReadingOut, 'schools' | 'works'>): UnknownName[] {
  const found: UnknownName[] = schools.flatMap(({ key, title, rows, school_id }) => {
    const [kind = '', ...rest] = key.split(':')
    if (school_id !== null || kind === UNNAMED) return []
    const name = rest.join(':')
    const what = KINDS[kind] ?? 'школа'
    const told = title && title !== name ? `${title} (${name})` : name
    return [{ key: `school ${key}`, kind: 'school' as const, source: key, title: told, what, rows }]
  })
  for (const { subject, subject_id, rows } of works) {
    if (!subject || subject_id !== null) continue
    const key = `subject ${subject}`
    const known = found.find((name) => name.key === key)
    if (known) known.rows += rows
    else found.push({ key, kind: 'subject', source: subject, title: subject, what: 'предмет', rows })
  }
  return found
}

/** What was said, as the API takes it. */
export function mappingOf(
  names: readonly UnknownName[],
  meanings: Readonly<Record<string, { id: string }>>,
): MappingIn {
  const of = (kind: UnknownName['kind']) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const meaning = meanings[name.key]
        return name.kind === kind && meaning ? [[name.source, meaning.id]] : []
      }),
    )
  return { schools: of('school'), subjects: of('subject') }
}

/** What arrives at the server one by one, put into the visit it belongs to. */
import type { VisitEntryOut, VisitFindingOut, VisitOut } from '../generated/types.gen'
import type { Change } from './store'

/** The visit with what has just been saved; a file only comes with the next reading of the whole. */
export function withSaved(
  kit: VisitOut,
  { kind, name }: Pick<Change, 'kind' | 'name'>,
  saved: unknown,
): VisitOut {
  if (typeof saved !== 'object' || saved === null) return kit
  if (kind === 'entry') {
    const others = kit.entries.filter(({ field }) => field !== name)
    // What somebody else has written comes without the name of its field.
    return { ...kit, entries: [...others, { ...(saved as VisitEntryOut), field: name }] }
  }
  if (kind === 'finding') return { ...kit, findings: replaced(kit.findings, saved as VisitFindingOut) }
  return kit
}

/** What the server told, without going back behind what has been saved since it was asked. */
export function notOlder(told: VisitOut, known: VisitOut | undefined): VisitOut {
  if (!known) return told
  const entries = known.entries.filter(({ field, version }) => {
    const other = told.entries.find((entry) => entry.field === field)
    return version > (other?.version ?? 0)
  })
  const findings = known.findings.filter(({ id, version }) => {
    const other = told.findings.find((finding) => finding.id === id)
    return version > (other?.version ?? 0)
  })
  return {
    ...told,
    entries: [
      ...told.entries.filter(({ field }) => !entries.some((newer) => newer.field === field)),
      ...entries,
    ],
    findings: findings.reduce(replaced, told.findings),
  }
}

/** In its place, so that what is being read does not jump. */
function replaced(findings: VisitFindingOut[], saved: VisitFindingOut): VisitFindingOut[] {
  return findings.some(({ id }) => id === saved.id)
    ? findings.map((finding) => (finding.id === saved.id ? saved : finding))
    : [...findings, saved]
}

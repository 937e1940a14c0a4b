/** How one change travels, and what an answer of the server means for it. */
import { saveVisitEntry, saveVisitFinding } from '../generated/sdk.gen'
import type { VisitEntryValue, VisitFindingIn } from '../generated/types.gen'
import type { Problem } from '../problems'
import { sendForm } from '../upload'
import type { Change } from './store'

/** A photo on its way. */
export interface Photo {
  blob: Blob
  fileName: string
  findingId: string | null
}

/** As the API asks for it: a finding of fewer letters says nothing yet. */
const LEAST_LETTERS = 3

/** Sends a change and returns what the server has now; throws a Problem. */
export function sendChange({ kind, visit, name, base, value }: Change): Promise<unknown> {
  const headers = { 'If-Match': `"${base}"` }
  if (kind === 'entry') {
    const path = { visit_id: visit, field: name }
    const body = { value: value as VisitEntryValue }
    return saveVisitEntry({ path, headers, body, throwOnError: true }).then(({ data }) => data)
  }
  if (kind === 'finding') {
    const path = { visit_id: visit, finding_id: name }
    const body = value as VisitFindingIn
    return saveVisitFinding({ path, headers, body, throwOnError: true }).then(({ data }) => data)
  }
  const { blob, fileName, findingId } = value as Photo
  const form = new FormData()
  form.append('id', name)
  if (findingId) form.append('finding_id', findingId)
  form.append('file', blob, fileName)
  return sendForm(`/api/v1/visits/${visit}/files`, form, { onProgress: () => {} }).then((answer) =>
    answer.json(),
  )
}

/** May it be sent now? A finding that is being begun and the photos of a finding nobody has yet wait for its words. */
export function isReady(change: Change, all: readonly Change[]): boolean {
  if (change.state !== 'waiting') return false
  if (change.kind === 'finding') return (change.value as VisitFindingIn).text.trim().length >= LEAST_LETTERS
  if (change.kind === 'entry') return true
  const { findingId } = change.value as Photo
  return !all.some(({ kind, name, base }) => kind === 'finding' && name === findingId && base === 0)
}

/** No answer, or one that says «later»: nothing is to be decided, and the rest would fare no better. */
export function isPassing({ status }: Problem): boolean {
  return status === null || [401, 408, 429, 502, 503, 504].includes(status)
}

/** The version of what somebody has saved, 0 when nothing is. */
export function versionOf(saved: unknown): number {
  return (saved as { version?: number } | null | undefined)?.version ?? 0
}

/** Is what stands there our own words, whose answer was lost on the way? */
export function isEcho({ kind, unsure = [] }: Change, theirs: unknown): boolean {
  const there = kind === 'entry' ? (theirs as { value?: unknown } | null)?.value : theirs
  if (typeof there !== 'object' || there === null) return false
  const words = wordsOf(there)
  return unsure.some((value) => wordsOf(value) === words)
}

const SAID = ['text', 'choice', 'number', 'kind', 'factor_id', 'is_withdrawn'] as const

/** A value as the server compares it: without the blanks around a text. */
function wordsOf(value: unknown): string {
  const said = value as Readonly<Record<string, unknown>>
  return JSON.stringify(
    SAID.map((part) => {
      const word = said[part]
      return (typeof word === 'string' ? word.trim() : word) || null
    }),
  )
}

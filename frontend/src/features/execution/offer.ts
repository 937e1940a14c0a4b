/** What a report and its evidence say, as typed; how it is checked and how it is sent. */
import type { EvidenceOut, NeededFactOut, OccurrenceOut } from '@/api/generated/types.gen'
import { sendForm } from '@/api/upload'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { readDate } from '@/lib/readDate'
import { safeLink } from './words'

export type ShownBy = 'file' | 'link' | 'requisites'

export interface ReportDraft {
  doneOn: string
  comment: string
  /** Code of the fact the evidence shows; '' = the first that is still missing. */
  fact: string
  by: ShownBy
  basis: string
  link: string
  counted: string
  ofTotal: string
  /** Evidence that has reached the server before the report: it must not be sent twice. */
  sent: string[]
}

/** The fields of the next piece of evidence. */
const NO_EVIDENCE = { fact: '', by: 'file', basis: '', link: '', counted: '', ofTotal: '' } as const

export function emptyReport({ done_on, comment }: OccurrenceOut, today: string): ReportDraft {
  return { doneOn: formatDate(done_on ?? today), comment: comment ?? '', sent: [], ...NO_EVIDENCE }
}

/** What becomes of a draft whose evidence has arrived. */
export function afterOffer({ basis, sent }: ReportDraft): Partial<ReportDraft> {
  return { ...NO_EVIDENCE, sent: [...sent, basis.trim()] }
}

/** That the row itself is carried out: it follows from the accepted report, and any document of the row shows it. */
const ROW_DONE: NeededFactOut = {
  code: 'row_accepted',
  title: 'Исполнение строки',
  missing_text: 'исполнение строки не принято',
  since_on: null,
  can_be_evidenced: true,
  counts_people: false,
}

/** Facts the row waits for, without the one that the report itself brings about. */
export function awaited(needed: readonly NeededFactOut[]): NeededFactOut[] {
  return needed.filter(({ code }) => code !== ROW_DONE.code)
}

/** Facts that a document can show; the others follow from other records. The last is that the row is done. */
export function evidenceable(needed: readonly NeededFactOut[]): NeededFactOut[] {
  return [...awaited(needed).filter(({ can_be_evidenced }) => can_be_evidenced), ROW_DONE]
}

/** Facts that are neither there nor offered: without them a report is not accepted. */
export function missingFacts({ needed, evidence }: OccurrenceOut): NeededFactOut[] {
  const offered = new Set(standing(evidence).map(({ fact }) => fact))
  return awaited(needed).filter(({ code, since_on }) => since_on === null && !offered.has(code))
}

/** The fact a piece of evidence is for: the chosen one, else the first that is missing, else that the row is done. */
export function factOf({ fact }: ReportDraft, occurrence: OccurrenceOut): NeededFactOut {
  const isShowable = ({ can_be_evidenced }: NeededFactOut) => can_be_evidenced
  return (
    evidenceable(occurrence.needed).find(({ code }) => code === fact) ??
    missingFacts(occurrence).find(isShowable) ??
    ROW_DONE
  )
}

/** Evidence that still speaks for the row: neither returned nor taken away. */
export function standing(evidence: readonly EvidenceOut[]): EvidenceOut[] {
  return evidence.filter(({ state }) => state === 'submitted' || state === 'accepted')
}

/** Evidence that was turned down and has been replaced since by another piece for the same fact. */
export function superseded(evidence: readonly EvidenceOut[]): EvidenceOut[] {
  const replaced = new Set(standing(evidence).map(({ fact }) => fact))
  return evidence.filter(
    ({ fact, state }) => (state === 'returned' || state === 'revoked') && replaced.has(fact),
  )
}

/** Has the person begun to give evidence? */
export function isOffered({ by, basis, link }: ReportDraft, file: File | null): boolean {
  if (by === 'file') return file !== null || basis.trim() !== ''
  return basis.trim() !== '' || (by === 'link' && link.trim() !== '')
}

/** What is wrong with the day of the report. */
export function dayIssues({ doneOn }: ReportDraft, today: string): FieldIssue[] {
  const day = readDate(doneOn)
  if (day === null) {
    return [{ name: 'done_on', message: `Введите день, когда сделано, например ${formatDate(today)}.` }]
  }
  if (day <= today) return []
  return [{ name: 'done_on', message: `День ещё не наступил: сегодня ${formatDate(today)}.` }]
}

/** What is wrong with the evidence, in the order of its fields; `mustShow`: something has to be brought. */
export function evidenceIssues(
  draft: ReportDraft,
  file: File | null,
  { fact, mustShow }: { fact: NeededFactOut; mustShow: boolean },
): FieldIssue[] {
  if (!isOffered(draft, file)) return mustShow ? [{ name: controlOf(draft.by), message: MUST_SHOW }] : []
  const issues: FieldIssue[] = []
  if (draft.by === 'file' && !file) {
    issues.push({ name: 'file', message: 'Выберите файл или отметьте «Реквизиты».' })
  }
  if (draft.by === 'link' && safeLink(draft.link.trim()) === null) {
    issues.push({ name: 'link_url', message: 'Введите ссылку целиком, начиная с https://' })
  }
  if (draft.basis.trim().length < 3) {
    issues.push({ name: 'basis', message: 'Назовите документ: что это, № и дата.' })
  }
  if (fact.counts_people) issues.push(...headIssues(draft))
  return issues
}

const MUST_SHOW = 'Приложите файл, ссылку или реквизиты документа: по этой строке нужно подтверждение.'

function controlOf(by: ShownBy): string {
  return by === 'file' ? 'file' : by === 'link' ? 'link_url' : 'basis'
}

function headIssues({ counted, ofTotal }: ReportDraft): FieldIssue[] {
  const [met, total] = [wholeNumber(counted), wholeNumber(ofTotal)]
  if (met === null) return [{ name: 'counted', message: 'Введите, сколько человек, целым числом.' }]
  if (total === null) return [{ name: 'of_total', message: 'Введите, из скольких, целым числом.' }]
  if (met > total) return [{ name: 'of_total', message: `Должно быть не меньше ${met}.` }]
  return []
}

function wholeNumber(typed: string): number | null {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : null
}

/** Fields by the names the server has for them: a refusal finds its field. */
export const REPORT_FIELDS = [
  'done_on',
  'comment',
  'fact',
  'basis',
  'link_url',
  'counted',
  'of_total',
  'file',
] as const

/** Offers the fact of a checked draft; the day it happened is the day the row was done. */
export async function sendOffer(
  { window_id, school_id }: OccurrenceOut,
  draft: ReportDraft,
  file: File | null,
  fact: NeededFactOut,
  onProgress: (percent: number) => void,
): Promise<void> {
  const body = new FormData()
  body.append('fact', fact.code)
  body.append('occurred_on', readDate(draft.doneOn) ?? '')
  body.append('basis', draft.basis.trim())
  body.append('window_id', window_id)
  if (school_id) body.append('school_id', school_id)
  if (draft.by === 'link') body.append('link_url', draft.link.trim())
  if (fact.counts_people) {
    body.append('counted', draft.counted.trim())
    body.append('of_total', draft.ofTotal.trim())
  }
  if (draft.by === 'file' && file) body.append('file', file)
  await sendForm('/api/v1/evidence', body, { onProgress })
}

import { useState } from 'react'
import type { FormSlot } from '@/acts/ActionBar'
import { useDraft, useDraftFile } from '@/api/drafts'
import { reportOccurrence } from '@/api/generated/sdk.gen'
import type { NeededFactOut, OccurrenceOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { dateOfInstant } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'
import { Disclosure } from '@/ui/Disclosure'
import { type FieldOf, Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { TextArea } from '@/ui/TextArea'
import { EvidenceFields } from './EvidenceFields'
import { FileOnItsWay } from './FileOnItsWay'
import {
  afterOffer,
  dayIssues,
  emptyReport,
  evidenceable,
  evidenceIssues,
  factOf,
  isOffered,
  missingFacts,
  REPORT_FIELDS,
  type ReportDraft,
  sendOffer,
  standing,
} from './offer'

interface ReportFormProps extends FormSlot {
  occurrence: OccurrenceOut
  needsEvidence: boolean
}

/** Reporting a window as done: the evidence travels first, then the report. */
export function ReportForm({
  occurrence,
  needsEvidence,
  draft: name,
  takesFocus,
  onClose,
  onSaved,
}: ReportFormProps) {
  const today = dateOfInstant(useMe().now)
  const { draft, type, forget } = useDraft<ReportDraft>(name, emptyReport(occurrence, today))
  const [file, setFile] = useDraftFile(name)
  const [percent, setPercent] = useState<number | null>(null)
  const { send, ...state } = useSending(REPORT_FIELDS)
  const fact = factOf(draft, occurrence)
  const missing = missingFacts(occurrence)
  const isShown = standing(occurrence.evidence).length > 0 || draft.sent.length > 0
  const isNeeded = needsEvidence || missing.some(({ can_be_evidenced }) => can_be_evidenced)

  const offer = async () => {
    setPercent(0)
    try {
      await sendOffer(occurrence, draft, file, fact, setPercent)
    } finally {
      setPercent(null)
    }
    setFile(null)
    type(afterOffer(draft))
  }
  const submit = async () => {
    const issues = [
      ...dayIssues(draft, today),
      ...evidenceIssues(draft, file, { fact, mustShow: isNeeded && !isShown }),
    ]
    const isDone = await send(issues, async () => {
      if (isOffered(draft, file)) await offer()
      await reportOccurrence({
        path: { window_id: occurrence.window_id },
        body: {
          action: 'report',
          school_id: occurrence.school_id,
          done_on: readDate(draft.doneOn),
          comment: draft.comment.trim() || null,
        },
        throwOnError: true,
      })
    })
    if (!isDone) return
    forget()
    onSaved()
  }
  const offerOneMore = () => {
    const issues = [...dayIssues(draft, today), ...evidenceIssues(draft, file, { fact, mustShow: true })]
    void send(issues, offer)
  }
  const fields = (field: FieldOf) => (
    <EvidenceFields
      facts={evidenceable(occurrence.needed)}
      fact={fact}
      draft={draft}
      file={file}
      isOptional={!isNeeded || isShown}
      field={field}
      onType={type}
      onFile={setFile}
      onOffer={offerOneMore}
    />
  )
  return (
    <Form
      label="Отчёт о выполнении"
      {...state}
      submit="Сдать"
      sending="Отправляем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          <DateField
            {...field('done_on')}
            label="Когда сделано"
            value={draft.doneOn}
            onType={(doneOn) => type({ doneOn })}
          />
          <TextArea
            {...field('comment')}
            label="Комментарий"
            hint="Можно не заполнять"
            value={draft.comment}
            maxLength={2000}
            onChange={(event) => type({ comment: event.target.value })}
          />
          {draft.sent.length > 0 && (
            <Note tone="accent" role="status">
              Сохранено, второй раз прикладывать не нужно: «{draft.sent.join('», «')}».
            </Note>
          )}
          {isShown && missing.length === 0 ? (
            <Disclosure startsOpen={isOffered(draft, file)} summary="Приложить ещё одно подтверждение">
              {fields(field)}
            </Disclosure>
          ) : (
            fields(field)
          )}
          <StillMissing facts={missing.filter(({ code }) => !isOffered(draft, file) || code !== fact.code)} />
          <FileOnItsWay file={file} percent={percent} />
        </>
      )}
    </Form>
  )
}

/** A report that lacks something would only come back: said before it is sent, which stays possible. */
function StillMissing({ facts }: { facts: readonly NeededFactOut[] }) {
  if (facts.length === 0) return null
  return (
    <Note tone="due">
      Чтобы отчёт приняли, не хватает: {facts.map((fact) => fact.missing_text).join('; ')}.
    </Note>
  )
}

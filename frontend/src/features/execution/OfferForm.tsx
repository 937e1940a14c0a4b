import { useState } from 'react'
import type { FormSlot } from '@/acts/ActionBar'
import { useDraft, useDraftFile } from '@/api/drafts'
import type { OccurrenceOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { dateOfInstant } from '@/lib/dates'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { EvidenceFields } from './EvidenceFields'
import { FileOnItsWay } from './FileOnItsWay'
import {
  dayIssues,
  emptyReport,
  evidenceable,
  evidenceIssues,
  factOf,
  REPORT_FIELDS,
  type ReportDraft,
  sendOffer,
} from './offer'

interface OfferFormProps extends FormSlot {
  occurrence: OccurrenceOut
}

/** One piece of evidence without a report: what the report lacks, or what somebody else has to show. */
export function OfferForm({ occurrence, draft: name, takesFocus, onClose, onSaved }: OfferFormProps) {
  const today = dateOfInstant(useMe().now)
  const { draft, type, forget } = useDraft<ReportDraft>(name, emptyReport(occurrence, today))
  const [file, setFile] = useDraftFile(name)
  const [percent, setPercent] = useState<number | null>(null)
  const { send, ...state } = useSending(REPORT_FIELDS)
  const fact = factOf(draft, occurrence)
  const submit = async () => {
    const issues = [...dayIssues(draft, today), ...evidenceIssues(draft, file, { fact, mustShow: true })]
    const isDone = await send(issues, () =>
      sendOffer(occurrence, draft, file, fact, setPercent).finally(() => setPercent(null)),
    )
    if (!isDone) return
    setFile(null)
    forget()
    onSaved()
  }
  return (
    <Form
      label="Подтверждение"
      {...state}
      submit="Приложить"
      sending="Отправляем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          <DateField
            {...field('done_on')}
            label="Когда это произошло"
            value={draft.doneOn}
            onType={(doneOn) => type({ doneOn })}
          />
          <EvidenceFields
            facts={evidenceable(occurrence.needed)}
            fact={fact}
            draft={draft}
            file={file}
            isOptional={false}
            field={field}
            onType={type}
            onFile={setFile}
          />
          <FileOnItsWay file={file} percent={percent} />
        </>
      )}
    </Form>
  )
}

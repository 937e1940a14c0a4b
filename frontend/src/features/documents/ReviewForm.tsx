import { useDraft } from '@/api/drafts'
import { reviewDocument } from '@/api/generated/sdk.gen'
import { useSending } from '@/api/useSending'
import type { FieldIssue } from '@/lib/fieldIssue'
import { Button } from '@/ui/Button'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { RadioGroup } from '@/ui/RadioGroup'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import type { Slot } from './DocumentActions'
import styles from './Documents.module.css'

interface Remark {
  place: string
  text: string
}

interface ReviewDraft {
  /** What was read: the verdict must not fall on another version. */
  versionId: string
  verdict: 'returned' | 'approved'
  summary: string
  matches: 'yes' | 'no' | ''
  remarks: Remark[]
}

const EMPTY: Remark = { place: '', text: '' }

/** The verdict on the last version: remarks by place, a summary, approval or return. */
export function ReviewForm({ document, draft: name, onClose, onSaved, takesFocus }: Slot) {
  const [last] = document.versions
  const { draft, type, forget } = useDraft<ReviewDraft>(name, {
    versionId: last?.id ?? '',
    verdict: 'returned',
    summary: '',
    matches: '',
    remarks: [EMPTY],
  })
  const { send, ...state } = useSending(['summary', 'matches_concept', 'remarks'])
  const approveBlocked = document.blocked.approve
  const isOld = draft.versionId !== last?.id
  const change = (place: number, part: Partial<Remark>) =>
    type({
      versionId: draft.versionId,
      remarks: draft.remarks.map((remark, n) => (n === place ? { ...remark, ...part } : remark)),
    })
  const submit = async () => {
    const written = draft.remarks.filter(({ place, text }) => place.trim() || text.trim())
    const isDone = await send(issuesOf(draft, written, document.asks_concept), () =>
      reviewDocument({
        path: { document_id: document.id },
        body: {
          version_id: draft.versionId,
          verdict: draft.verdict,
          summary: draft.summary.trim(),
          matches_concept: document.asks_concept ? draft.matches === 'yes' : null,
          remarks: written.map(({ place, text }) => ({ place: place.trim(), text: text.trim() })),
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved()
  }
  return (
    <Form
      label="Решение"
      {...state}
      submit={draft.verdict === 'returned' ? 'Вернуть с замечаниями' : 'Утвердить'}
      sending="Сохраняем"
      onSubmit={() => void submit()}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {(field) => (
        <>
          {isOld && (
            <Note tone="due">
              <p>Написанное относится к прошлой версии: школа добавила новую. Прочтите её.</p>
              <Button size="small" onClick={() => type({ versionId: last?.id ?? '' })}>
                Отнести решение к последней версии
              </Button>
            </Note>
          )}
          {draft.remarks.map((remark, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: remarks have no names before they are sent
            <fieldset key={place} className={styles.remarkForm}>
              <legend>Замечание {place + 1}</legend>
              <TextField
                {...field(place === 0 ? 'remarks' : `remarks.${place}`)}
                label="Место"
                hint="Например, раздел 2, таблица 1, стр. 4"
                value={remark.place}
                maxLength={300}
                onChange={(event) => change(place, { place: event.target.value })}
              />
              <TextArea
                {...field(`text.${place}`)}
                label="Что исправить"
                value={remark.text}
                maxLength={2000}
                rows={2}
                onChange={(event) => change(place, { text: event.target.value })}
              />
            </fieldset>
          ))}
          <div className={styles.buttons}>
            <Button
              size="small"
              onClick={() => type({ versionId: draft.versionId, remarks: [...draft.remarks, EMPTY] })}
            >
              Ещё замечание
            </Button>
            {draft.remarks.length > 1 && (
              <Button
                size="small"
                look="quiet"
                onClick={() => type({ versionId: draft.versionId, remarks: draft.remarks.slice(0, -1) })}
              >
                Убрать замечание {draft.remarks.length}
              </Button>
            )}
          </div>
          {document.asks_concept && (
            <div id={field('matches_concept').id} tabIndex={-1}>
              <RadioGroup
                label="Соответствует ли программа концепции развития"
                options={[
                  { value: 'yes', text: 'Соответствует' },
                  { value: 'no', text: 'Не соответствует' },
                ]}
                chosen={draft.matches}
                onChoose={(matches) => type({ versionId: draft.versionId, matches })}
              />
            </div>
          )}
          <RadioGroup
            label="Решение"
            options={[
              { value: 'returned', text: 'Вернуть с замечаниями' },
              { value: 'approved', text: 'Утвердить' },
            ]}
            chosen={draft.verdict}
            onChoose={(verdict) => type({ versionId: draft.versionId, verdict })}
          />
          {draft.verdict === 'approved' && approveBlocked && <Note tone="due">{approveBlocked}</Note>}
          <TextArea
            {...field('summary')}
            label="Вывод"
            hint="Его увидит школа"
            value={draft.summary}
            maxLength={2000}
            onChange={(event) => type({ versionId: draft.versionId, summary: event.target.value })}
          />
        </>
      )}
    </Form>
  )
}

function issuesOf(draft: ReviewDraft, written: readonly Remark[], asksConcept: boolean): FieldIssue[] {
  const issues: FieldIssue[] = []
  if (draft.verdict === 'returned' && written.length === 0) {
    issues.push({
      name: 'remarks',
      message: 'Напишите хотя бы одно замечание: школа должна знать, что исправить.',
    })
  }
  draft.remarks.forEach(({ place, text }, n) => {
    if (text.trim() && !place.trim()) {
      const name = n === 0 ? 'remarks' : `remarks.${n}`
      issues.push({ name, message: `Замечание ${n + 1}: назовите место в документе.` })
    }
    if (place.trim() && text.trim().length < 2) {
      issues.push({ name: `text.${n}`, message: `Замечание ${n + 1}: напишите, что исправить.` })
    }
  })
  if (asksConcept && !draft.matches) {
    issues.push({ name: 'matches_concept', message: 'Укажите, соответствует ли программа концепции.' })
  }
  if (draft.summary.trim().length < 2) issues.push({ name: 'summary', message: 'Напишите вывод для школы.' })
  return issues
}

import { useState } from 'react'
import { useHasDraft } from '@/api/drafts'
import { actOnDocument, startDocumentReview } from '@/api/generated/sdk.gen'
import type { DocumentActionIn, DocumentOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Disclosure } from '@/ui/Disclosure'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import styles from './Documents.module.css'
import { PublishForm } from './PublishForm'
import { ReviewForm } from './ReviewForm'
import { SubmitForm } from './SubmitForm'
import { VersionForm } from './VersionForm'
import { openRemarks } from './words'

export interface Slot {
  document: DocumentOut
  /** Name of what is typed and not yet sent. */
  draft: string
  takesFocus: boolean
  onClose: () => void
  onSaved: () => void
}

const FORMS = {
  submit: SubmitForm,
  add_version: VersionForm,
  publish: PublishForm,
  review: ReviewForm,
} as const
type FormName = keyof typeof FORMS

const WORDS = {
  submit: 'Отправить на рассмотрение',
  add_version: 'Добавить версию',
  withdraw: 'Отозвать',
  start_review: 'Взять на рассмотрение',
  review: 'Написать решение',
  publish: 'Отметить размещение',
  archive: 'Убрать в архив',
  restore: 'Вернуть из архива',
} as const
type Action = keyof typeof WORDS
const ORDER = Object.keys(WORDS) as Action[]

/** What may be done with a document now, what may not and why; one form at a time. */
export function DocumentActions({ document }: { document: DocumentOut }) {
  const hasDraft = useHasDraft()
  const { send, isSending, failure } = useSending()
  const allowed = allowedOf(document)
  const draftOf = (name: string) => `document.${document.id}.${name}`
  const [open, setOpen] = useState<FormName | null>(
    () =>
      (Object.keys(FORMS) as FormName[]).find((name) => allowed.has(name) && hasDraft(draftOf(name))) ?? null,
  )
  const [isPressed, setPressed] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const press = async (action: Action) => {
    setPressed(true)
    setSaved(false)
    if (action === 'review' || action === 'add_version' || action === 'publish') return setOpen(action)
    if (action === 'submit' && openRemarks(document).length > 0) return setOpen(action)
    setSaved(await send([], () => run(document.id, action)))
  }
  const possible = ORDER.filter((action) => allowed.has(action))
  const impossible = ORDER.filter((action) => blockedOf(document, action) !== null && !allowed.has(action))
  if (possible.length === 0 && impossible.length === 0) return null
  const Open = open && allowed.has(open) ? FORMS[open] : null
  return (
    <Box title="Действия">
      {failure && <ErrorState {...failure} headingLevel={3} />}
      {Open && open ? (
        <Open
          document={document}
          draft={draftOf(open)}
          takesFocus={isPressed}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null)
            setSaved(true)
          }}
        />
      ) : (
        <div className={styles.buttons} data-noprint>
          {possible.map((action, place) => (
            <Button
              key={action}
              look={place === 0 ? 'primary' : undefined}
              aria-disabled={isSending || undefined}
              onClick={() => void press(action)}
            >
              {WORDS[action]}
            </Button>
          ))}
        </div>
      )}
      {impossible.length > 0 && (
        <Disclosure summary={<span className={text.meta}>Что сейчас нельзя и почему</span>}>
          {impossible.map((action) => (
            <WhyDisabled key={action} why={blockedOf(document, action)} size="small">
              {WORDS[action]}
            </WhyDisabled>
          ))}
        </Disclosure>
      )}
      <p role="status">{isSaved && <Status kind="ok" text="Сохранено" />}</p>
    </Box>
  )
}

/** Returning and approving are one form: it is open while either is possible. */
function allowedOf({ allowed_actions }: DocumentOut): Set<string> {
  const allowed = new Set(allowed_actions)
  if (allowed.has('return') || allowed.has('approve')) allowed.add('review')
  return allowed
}

function blockedOf({ blocked }: DocumentOut, action: Action): string | null {
  return blocked[action === 'review' ? 'return' : action] ?? null
}

function run(documentId: string, action: Exclude<Action, FormName> | 'submit') {
  const path = { document_id: documentId }
  if (action === 'start_review') return startDocumentReview({ path, throwOnError: true })
  const body: DocumentActionIn = { action }
  return actOnDocument({ path, body, throwOnError: true })
}

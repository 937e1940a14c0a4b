import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { getUploadQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import { cancelUpload, commitUpload } from '@/api/generated/sdk.gen'
import type { UploadBlockedOut, UploadOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { useSending } from '@/api/useSending'
import { Box } from '@/ui/Box'
import { Button, buttonClass } from '@/ui/Button'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import styles from '../UploadPage.module.css'
import { CommitForm } from './CommitForm'
import { Settled } from './Settled'

type Action = UploadBlockedOut['action']

/** Accept, accept a part, or give up: what is possible acts, what is not says why in the words of the server. */
export function Decision({ upload }: { upload: UploadOut }) {
  const frame = useRef<HTMLDivElement>(null)
  // The pressed button goes away with the decision: the focus stays in its box.
  const stay = () => frame.current?.focus({ preventScroll: true })
  return (
    <Box title="Решение">
      <div className={styles.decision} ref={frame} tabIndex={-1}>
        {upload.state === 'screened' ? (
          <Choices upload={upload} onDecided={stay} />
        ) : (
          <Settled upload={upload} onDecided={stay} />
        )}
        {upload.state !== 'screened' && upload.allowed_actions.includes('cancel') && (
          <Cancel upload={upload} onDecided={stay} />
        )}
      </div>
    </Box>
  )
}

interface ChoicesProps {
  upload: UploadOut
  onDecided: () => void
}

function Choices({ upload, onDecided }: ChoicesProps) {
  const { allowed_actions: allowed, blocked_by } = upload
  const [open, setOpen] = useState<'commit' | 'commit_clean_rows' | null>(null)
  const maySend = useMay('upload_results')
  const why = (action: Action) => blocked_by.find((blocked) => blocked.action === action)?.reason
  const words = acceptWords(upload)
  if (open && allowed.includes(open)) {
    return (
      <CommitForm
        upload={upload}
        isPartly={open === 'commit_clean_rows'}
        onClose={() => setOpen(null)}
        onDecided={onDecided}
      />
    )
  }
  // Where nothing is wrong, writing a part is no question.
  const hasPartly = upload.errors > 0
  const shared = hasPartly && why('commit') === why('commit_clean_rows') ? why('commit') : undefined
  return (
    <>
      {upload.auto_commit && (
        <p className={text.sub}>
          Файл просили принять сразу, но в нём есть ошибки, вопросы или большие изменения: решите сами.
        </p>
      )}
      {hasPartly && maySend && (
        <p>
          <Link to="/uploads" className={buttonClass({ look: 'primary', isWide: true })}>
            Загрузить исправленный файл
          </Link>
        </p>
      )}
      {shared ? (
        <WhyDisabled why={shared} isWide>
          {[words, PARTLY]}
        </WhyDisabled>
      ) : (
        <>
          {allowed.includes('commit') ? (
            <Accept upload={upload} words={words} onAsk={() => setOpen('commit')} onDecided={onDecided} />
          ) : (
            <WhyDisabled why={why('commit') ?? NOT_NOW} isWide>
              {words}
            </WhyDisabled>
          )}
          {hasPartly &&
            (allowed.includes('commit_clean_rows') ? (
              <Button isWide onClick={() => setOpen('commit_clean_rows')}>
                {PARTLY}
              </Button>
            ) : (
              <WhyDisabled why={why('commit_clean_rows') ?? NOT_NOW} isWide>
                {PARTLY}
              </WhyDisabled>
            ))}
        </>
      )}
      {allowed.includes('cancel') ? (
        <Cancel upload={upload} onDecided={onDecided} />
      ) : (
        <WhyDisabled why={why('cancel') ?? NOT_NOW} isWide>
          {GIVE_UP}
        </WhyDisabled>
      )}
    </>
  )
}

const PARTLY = 'Загрузить строки без ошибок'
const GIVE_UP = 'Отказаться от загрузки'
const NOT_NOW = 'Сейчас это сделать нельзя.'

/** «Принять протокол», «Принять протоколы», «Принять исправление». */
function acceptWords({ kind, reading }: UploadOut): string {
  if (kind === 'participant') return 'Принять исправление'
  const { outcomes, schools_total = 1 } = reading ?? {}
  const count = outcomes
    ? outcomes.protocols_new + outcomes.protocols_changed + outcomes.protocols_identical
    : schools_total
  return count > 1 ? 'Принять протоколы' : 'Принять протокол'
}

interface AcceptProps extends ChoicesProps {
  words: string
  /** A large change asks for a reason first. */
  onAsk: () => void
}

function Accept({ upload, words, onAsk, onDecided }: AcceptProps) {
  const decision = useDecision(upload.id, onDecided)
  const accept = () =>
    upload.guarded
      ? onAsk()
      : decision.take(() => commitUpload({ path: { upload_id: upload.id }, body: {}, throwOnError: true }))
  return (
    <>
      <Refusal decision={decision} />
      <Button look="primary" isWide aria-disabled={decision.isSending || undefined} onClick={accept}>
        {words}
      </Button>
    </>
  )
}

function Cancel({ upload, onDecided }: ChoicesProps) {
  const decision = useDecision(upload.id, onDecided)
  return (
    <>
      <Refusal decision={decision} />
      <Button
        look="quiet"
        isWide
        aria-disabled={decision.isSending || undefined}
        onClick={() =>
          decision.take(() => cancelUpload({ path: { upload_id: upload.id }, throwOnError: true }))
        }
      >
        {GIVE_UP}
      </Button>
    </>
  )
}

function useDecision(uploadId: string, onDecided: () => void) {
  const queries = useQueryClient()
  const { send, ...state } = useSending()
  return {
    ...state,
    take: (decide: () => Promise<{ data: UploadOut }>) =>
      void send([], async () => {
        const { data } = await decide()
        queries.setQueryData(getUploadQueryKey({ path: { upload_id: uploadId } }), data)
        onDecided()
      }),
  }
}

function Refusal({ decision: { failure } }: { decision: Pick<ReturnType<typeof useSending>, 'failure'> }) {
  if (!failure) return null
  return (
    <ErrorState
      title={failure.title}
      text={failure.text}
      supportNumber={failure.supportNumber}
      headingLevel={3}
    />
  )
}

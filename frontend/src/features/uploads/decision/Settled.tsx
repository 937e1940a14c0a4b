import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { UploadOut } from '@/api/generated/types.gen'
import { useJobProgress } from '@/api/job'
import { useMay } from '@/api/me'
import { formatInstant } from '@/lib/dates'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button, buttonClass } from '@/ui/Button'
import { KeyValue, type Pair } from '@/ui/KeyValue'
import { Progress } from '@/ui/Progress'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { ROWS, type UploadState } from '../uploadState'
import { RevertForm } from './RevertForm'

/** What stands instead of a decision, where there is nothing to decide yet or any more. */
const TOLD: Partial<Record<UploadState, string>> = {
  received: 'Файл ждёт проверки. Страница обновится сама.',
  parsing: 'Файл проверяется. Страница обновится сама.',
  committing: 'Протоколы записываются. Страница обновится сама.',
  committed: 'Файл принят. Если в нём нашлась ошибка, загрузите исправленный: он станет новой версией.',
  cancelled: 'От загрузки отказались, в базу ничего не попало. Файл можно загрузить ещё раз.',
  failed: 'В базу ничего не попало. Исправьте файл и загрузите его ещё раз или измените то, как он читается.',
  reverted:
    'Принятое по этому файлу откачено: вернулись прежние версии протоколов. Файл можно загрузить ещё раз.',
}

function toldText({ kind, state }: UploadOut): string | undefined {
  return kind === 'participant' && state === 'committed'
    ? 'Исправление записано: у протокола новая версия.'
    : TOLD[state]
}

interface SettledProps {
  upload: UploadOut
  onDecided: () => void
}

/** What happened, by whom and when, and what can be done next. */
export function Settled({ upload, onDecided }: SettledProps) {
  const { state } = upload
  const maySend = useMay('upload_results')
  const isOver = state === 'failed' || state === 'cancelled' || state === 'reverted'
  const pairs = whatHappened(upload)
  return (
    <>
      <p className={text.sub}>{toldText(upload)}</p>
      {pairs.length > 0 && <KeyValue pairs={pairs} />}
      {isOver && maySend && (
        <p>
          <Link to="/uploads" className={buttonClass({ look: 'primary', isWide: true })}>
            {state === 'failed' ? 'Загрузить исправленный файл' : 'К загрузке файлов'}
          </Link>
        </p>
      )}
      {state === 'committed' && <Revert upload={upload} onDecided={onDecided} />}
    </>
  )
}

/** Who decided what and when; what the file says itself stands elsewhere. */
export function whatHappened(upload: UploadOut): Pair[] {
  const {
    kind,
    state,
    decided_at,
    decided_by,
    reason,
    reverted_at,
    reverted_by,
    revert_reason,
    rows_written,
  } = upload
  const isWritten = state === 'committed' || state === 'reverted'
  const decided = state === 'cancelled' ? 'Отказались' : 'Принято'
  const pairs: (Pair | false)[] = [
    decided_at !== null && { name: decided, value: whoAndWhen(decided_at, decided_by) },
    isWritten &&
      kind === 'file' &&
      rows_written !== null && { name: 'Записано', value: counted(rows_written, ROWS) },
    reason !== null && { name: 'Почему приняли', value: reason },
    reverted_at !== null && { name: 'Откачено', value: whoAndWhen(reverted_at, reverted_by) },
    revert_reason !== null && { name: 'Почему откатили', value: revert_reason },
  ]
  return pairs.filter((pair) => pair !== false)
}

function whoAndWhen(when: string, who: string | null): string {
  return who ? `${formatInstant(when)}, ${bound(who)}` : `${formatInstant(when)}, сразу после проверки`
}

function Revert({ upload, onDecided }: SettledProps) {
  const [isOpen, setOpen] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const why = upload.blocked_by.find(({ action }) => action === 'revert')?.reason
  // Once the worker has begun, the page tells how far it is.
  if (jobId) return upload.progress_pct === null ? <Reverting key={jobId} jobId={jobId} /> : null
  if (!upload.allowed_actions.includes('revert')) {
    return (
      <WhyDisabled why={why ?? 'Сейчас это сделать нельзя.'} isWide>
        Откатить
      </WhyDisabled>
    )
  }
  return isOpen ? (
    <RevertForm
      upload={upload}
      onClose={() => setOpen(false)}
      onSaved={(job) => {
        setOpen(false)
        setJobId(job)
        onDecided()
      }}
    />
  ) : (
    <Button isWide onClick={() => setOpen(true)}>
      Откатить
    </Button>
  )
}

/** The upload stays «committed» until everything is taken back: only its job tells how far it is. */
function Reverting({ jobId }: { jobId: string }) {
  const job = useJobProgress(jobId)
  return <Progress label={job?.progress_text || 'Откат ждёт очереди'} percent={job?.percent ?? null} />
}

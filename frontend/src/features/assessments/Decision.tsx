import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import {
  cancelUploadMutation,
  commitUploadMutation,
  getUploadQueryKey,
} from '@/api/generated/@tanstack/react-query.gen'
import type { UploadBlockedOut, UploadOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { Box } from '@/ui/Box'
import { Button, buttonClass } from '@/ui/Button'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import styles from './UploadPage.module.css'
import type { UploadState } from './uploadState'

type Action = UploadBlockedOut['action']

/** What stands instead of a decision, where there is nothing to decide yet or any more. */
const SETTLED: Partial<Record<UploadState, string>> = {
  received: 'Файл ждёт проверки. Страница обновится сама.',
  parsing: 'Файл проверяется. Страница обновится сама.',
  committing: 'Протоколы записываются. Страница обновится сама.',
  committed: 'Файл принят. Если в нём нашлась ошибка, загрузите исправленный: он станет новой версией.',
  cancelled: 'От загрузки отказались, в базу ничего не попало. Файл можно загрузить ещё раз.',
  failed: 'Файл прочитать не удалось, в базу ничего не попало.',
  reverted: 'Принятое по этому файлу откачено. Файл можно загрузить ещё раз.',
}

/** Accept or give up: what is possible acts, what is not says why in the words of the server. */
export function Decision({ upload }: { upload: UploadOut }) {
  const { state, errors, allowed_actions } = upload
  const maySend = useMay('upload_results')
  const frame = useRef<HTMLDivElement>(null)
  // The pressed button goes away with the decision: the focus stays in its box.
  const decision = useDecision(upload.id, () => frame.current?.focus({ preventScroll: true }))
  const isOpen = state === 'screened'
  const needsMending = state === 'failed' || (isOpen && errors > 0)
  return (
    <Box title="Решение">
      <div className={styles.decision} ref={frame} tabIndex={-1}>
        {SETTLED[state] && <p className={text.sub}>{SETTLED[state]}</p>}
        {needsMending && maySend && (
          <p>
            <Link to="/uploads" className={buttonClass({ look: 'primary', isWide: true })}>
              Загрузить исправленный файл
            </Link>
          </p>
        )}
        {decision.problem && (
          <ErrorState
            title={decision.problem.title}
            text={decision.problem.text}
            supportNumber={decision.problem.supportNumber}
            headingLevel={3}
          />
        )}
        {isOpen && <ActionButton upload={upload} action="commit" decision={decision} />}
        {(isOpen || allowed_actions.includes('cancel')) && (
          <ActionButton upload={upload} action="cancel" decision={decision} />
        )}
      </div>
    </Box>
  )
}

function useDecision(uploadId: string, onDecided: () => void) {
  const queries = useQueryClient()
  const path = { upload_id: uploadId }
  const settle = {
    onSuccess: (upload: UploadOut) => {
      queries.setQueryData(getUploadQueryKey({ path }), upload)
      onDecided()
    },
    // Refused most often because somebody else has decided meanwhile: look what it is now.
    onError: () => void queries.invalidateQueries({ queryKey: getUploadQueryKey({ path }) }),
  }
  const commit = useMutation({ ...commitUploadMutation(), ...settle })
  const cancel = useMutation({ ...cancelUploadMutation(), ...settle })
  const error = commit.error ?? cancel.error
  const isPending = commit.isPending || cancel.isPending
  return {
    isPending,
    problem: error && !isPending ? asProblem(error) : null,
    take: (action: Action) => {
      // A double click is one decision.
      if (isPending) return
      commit.reset()
      cancel.reset()
      ;(action === 'commit' ? commit : cancel).mutate({ path })
    },
  }
}

interface ActionButtonProps {
  upload: UploadOut
  action: Action
  decision: ReturnType<typeof useDecision>
}

function ActionButton({ upload, action, decision }: ActionButtonProps) {
  const many = (upload.reading?.schools.length ?? 1) > 1
  const words =
    action === 'cancel' ? 'Отказаться от загрузки' : many ? 'Принять протоколы' : 'Принять протокол'
  if (!upload.allowed_actions.includes(action)) {
    const why = upload.blocked_by.find((blocked) => blocked.action === action)?.reason
    return (
      <WhyDisabled why={why ?? 'Сейчас это сделать нельзя.'} isWide>
        {words}
      </WhyDisabled>
    )
  }
  return (
    <Button
      look={action === 'commit' ? 'primary' : 'quiet'}
      isWide
      aria-disabled={decision.isPending || undefined}
      onClick={() => decision.take(action)}
    >
      {words}
    </Button>
  )
}

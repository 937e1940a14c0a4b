import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { discardDraftMutation } from '@/api/generated/@tanstack/react-query.gen'
import type { DraftOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { ROWS } from '../words'
import { rowsOf } from './document'
import type { DraftSaver } from './saver'

/** Giving a draft up cannot be taken back: what goes away is named first. */
export function DiscardDraft({ draft, saver }: { draft: DraftOut; saver: DraftSaver }) {
  const [isOpen, setOpen] = useState(false)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const discard = useMutation({
    ...discardDraftMutation(),
    onSuccess: () => {
      saver.abandon()
      // The draft itself is gone: only what else knows of it is read anew.
      void navigate({ to: '/plan/editions' }).then(() => queries.invalidateQueries())
    },
  })
  if (!draft.allowed_actions.includes('discard')) return null
  const problem = discard.error && asProblem(discard.error)
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        Отказаться от черновика
      </Button>
      <Dialog title="Отказаться от черновика?" isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className={text.stackWide}>
          <p>
            {bound(
              `Черновик редакции ${draft.number} плана «${draft.plan_title}», ${counted(rowsOf(draft.document).length, ROWS)}, будет удалён. Вернуть его нельзя. ${whatStays(draft)}`,
            )}
          </p>
          {problem && (
            <ErrorState title={problem.title} text={problem.text} supportNumber={problem.supportNumber} />
          )}
          <p className={text.row}>
            <Button
              aria-disabled={discard.isPending || undefined}
              onClick={() => discard.isPending || discard.mutate({ path: { edition_id: draft.edition_id } })}
            >
              {discard.isPending ? 'Удаляем' : 'Удалить черновик'}
            </Button>
            <Button look="primary" onClick={() => setOpen(false)} data-autofocus>
              Оставить
            </Button>
          </p>
        </div>
      </Dialog>
    </>
  )
}

function whatStays({ based_on_id }: DraftOut): string {
  return based_on_id
    ? 'Действующая редакция останется как есть.'
    : 'Других редакций у плана нет, поэтому вместе с черновиком исчезнет и он.'
}

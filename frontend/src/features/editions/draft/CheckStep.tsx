/** «Проверьте ответы»: what happens when the draft comes into force, named before it happens. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { getEditionDiffQueryKey, putInForceMutation } from '@/api/generated/@tanstack/react-query.gen'
import type { DraftOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { KeyValue } from '@/ui/KeyValue'
import { PageHeader } from '@/ui/PageHeader'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { aboutPairs, consequences, questionsToAuthor, whyBlocked } from './checkWords'
import type { DraftEditor } from './useDraftEditor'

const route = getRouteApi('/inside/plan/drafts/$editionId')

interface CheckStepProps {
  draft: DraftOut
  editor: DraftEditor
}

export function CheckStep({ draft, editor: { saver, save, document } }: CheckStepProps) {
  const navigate = route.useNavigate()
  const back = () => void navigate({ search: {} })
  // The counts below are of what the server has.
  useEffect(() => void saver.flush(), [saver])
  const isSaved = save.phase === 'saved'
  return (
    <>
      <PageHeader
        title={`Ввод редакции ${draft.number} в действие`}
        crumbs={draft.plan_title}
        actions={<Button onClick={back}>Вернуться к черновику</Button>}
      >
        Проверьте ответы: после ввода в действие редакцию меняет только новая редакция.
      </PageHeader>
      <div className={text.stackWide}>
        <div className={`${text.columns} ${text.half}`}>
          <Box title="Что будет записано">
            <KeyValue pairs={aboutPairs(document)} />
          </Box>
          <Box title="Что произойдёт">
            <ul className={text.stack}>
              {consequences(draft).map((words) => (
                <li key={words}>{bound(words)}</li>
              ))}
            </ul>
          </Box>
        </div>
        <Questions draft={draft} />
        {isSaved ? (
          <PutInForce draft={draft} editor={{ saver }} />
        ) : (
          <WhyDisabled why="Последние изменения ещё не сохранены. Вернитесь к черновику и посмотрите, что мешает.">
            Ввести в действие
          </WhyDisabled>
        )}
      </div>
    </>
  )
}

function Questions({ draft }: { draft: DraftOut }) {
  const questions = questionsToAuthor(draft)
  if (questions.length === 0) return null
  return (
    <Box title="Вопросы, которые уйдут автору распоряжения">
      <ul className={text.stack}>
        {questions.map((words) => (
          <li key={words}>
            <Status kind="ask" text={words} />
          </li>
        ))}
      </ul>
    </Box>
  )
}

function PutInForce({ draft, editor: { saver } }: { draft: DraftOut; editor: Pick<DraftEditor, 'saver'> }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const path = { edition_id: draft.edition_id }
  const [isDone, setDone] = useState(false)
  const putInForce = useMutation({
    ...putInForceMutation(),
    onSuccess: (diff) => {
      setDone(true)
      saver.abandon()
      queries.setQueryData(getEditionDiffQueryKey({ path }), diff)
      void navigate({ to: '/plan/editions/$editionId/diff', params: { editionId: draft.edition_id } }).then(
        () => queries.invalidateQueries(),
      )
    },
  })
  if (!draft.allowed_actions.includes('put_in_force')) {
    return <WhyDisabled why={whyBlocked(draft.blocked_by)}>Ввести в действие</WhyDisabled>
  }
  const problem = putInForce.error && !putInForce.isPending ? asProblem(putInForce.error) : null
  const isBusy = putInForce.isPending || isDone
  return (
    <>
      {problem && (
        <ErrorState
          title={problem.title}
          text={problem.text}
          supportNumber={problem.supportNumber}
          takesFocus
        />
      )}
      <p>
        <Button
          look="primary"
          aria-disabled={isBusy || undefined}
          onClick={() =>
            isBusy || putInForce.mutate({ path, headers: { 'if-match': `"${saver.currentVersion()}"` } })
          }
        >
          {isBusy ? 'Вводим в действие' : `Ввести в действие редакцию ${draft.number}`}
        </Button>
      </p>
    </>
  )
}

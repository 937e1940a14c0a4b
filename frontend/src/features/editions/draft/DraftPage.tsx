import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { getDraftOptions, listFactKindsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { DraftOut, FactKindOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { DownloadEdition } from '../DownloadEdition'
import { ROWS } from '../words'
import { CheckStep } from './CheckStep'
import { whyBlocked } from './checkWords'
import { DiscardDraft } from './DiscardDraft'
import { DraftEditor } from './DraftEditor'
import { rowsOf } from './document'
import { SaveBar } from './SaveBar'
import { unfinishedRows } from './sending'
import { type DraftEditor as DraftEditorState, useDraftEditor } from './useDraftEditor'

const route = getRouteApi('/inside/plan/drafts/$editionId')
const NOTHING: readonly FactKindOut[] = []

/** A draft of an edition: edited here, saved by itself, put in force or given up. */
export function DraftPage() {
  const { editionId } = route.useParams()
  const draft = useQuery({
    ...getDraftOptions({ path: { edition_id: editionId } }),
    // The editor is the one who changes it; each visit begins with what the server has.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  })
  if (draft.isError) {
    const problem = asProblem(draft.error)
    if (problem.status === 404) return <NoSuchDraft editionId={editionId} />
    return (
      <>
        <PageHeader title="Черновик редакции" crumbs={<Crumbs />} />
        <ProblemState problem={problem} takesFocus onRetry={() => void draft.refetch()} />
      </>
    )
  }
  if (!draft.data || !draft.isFetchedAfterMount) {
    return (
      <>
        <PageHeader title="Черновик редакции" crumbs={<Crumbs />} />
        <Loading rows={12} label="Загружаем черновик" />
      </>
    )
  }
  return <Draft key={editionId} draft={draft.data} />
}

function Draft({ draft }: { draft: DraftOut }) {
  const { row, step } = route.useSearch()
  const navigate = route.useNavigate()
  const kinds = useQuery(listFactKindsOptions())
  const editor = useDraftEditor(draft)
  const toggle = useCallback(
    (key: string) =>
      void navigate({
        search: (before) => ({ ...before, row: before.row === key ? undefined : key }),
        resetScroll: false,
        replace: true,
      }),
    [navigate],
  )
  if (step === 'check') return <CheckStep draft={draft} editor={editor} />
  const { document, saver, save } = editor
  return (
    <>
      <PageHeader
        title={`Черновик редакции ${draft.number}`}
        crumbs={<Crumbs />}
        actions={<DownloadEdition editionId={draft.edition_id} what="черновик" />}
      >
        {`${draft.plan_title}: ${counted(rowsOf(document).length, ROWS)}. ${
          draft.based_on_id
            ? 'Действующая редакция не меняется, пока черновик не введён в действие.'
            : 'План начнёт действовать, когда черновик введут в действие.'
        }`}
      </PageHeader>
      <SaveBar
        draft={draft}
        save={save}
        unfinished={unfinishedRows(document, saver.knownKeys())}
        onRetry={() => void saver.retry()}
      >
        <UndoDelete editor={editor} />
        <ToCheck draft={draft} />
        <DiscardDraft draft={draft} saver={saver} />
      </SaveBar>
      <DraftEditor
        draft={draft}
        editor={editor}
        kinds={kinds.data?.items ?? NOTHING}
        openRow={row}
        onToggle={toggle}
      />
    </>
  )
}

/** The last thing that was deleted, in sight wherever it was deleted. */
function UndoDelete({ editor: { deleted, dispatch } }: { editor: DraftEditorState }) {
  const [last] = deleted
  if (!last) return null
  const words =
    last.kind === 'row' ? `Вернуть строку ${last.row.number}` : `Вернуть раздел ${last.section.code}`
  return <Button onClick={() => dispatch({ type: 'restore', key: last.key })}>{words}</Button>
}

/** The way to the last step; while something is missing the reasons stand beside the button. */
function ToCheck({ draft: { allowed_actions, blocked_by } }: { draft: DraftOut }) {
  const navigate = route.useNavigate()
  if (allowed_actions.includes('put_in_force')) {
    return (
      <Button look="primary" onClick={() => void navigate({ search: { step: 'check' } })}>
        Ввести в действие
      </Button>
    )
  }
  return <WhyDisabled why={whyBlocked(blocked_by)}>Ввести в действие</WhyDisabled>
}

function Crumbs() {
  return (
    <>
      <Link to="/plan">Дорожная карта</Link> / <Link to="/plan/editions">Редакции</Link>
    </>
  )
}

/** Put in force or given up by somebody else, or a broken link. */
function NoSuchDraft({ editionId }: { editionId: string }) {
  return (
    <>
      <PageHeader title="Черновика нет" crumbs={<Crumbs />} />
      <EmptyState
        title="Такого черновика среди доступных вам нет"
        action={
          <Link to="/plan/editions/$editionId/diff" params={{ editionId }}>
            Посмотреть, что изменила эта редакция
          </Link>
        }
      >
        Возможно, его уже ввели в действие или от него отказались.
      </EmptyState>
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getDocumentOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { DocumentOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status, Tag } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { DiffView } from './DiffView'
import { DocumentActions } from './DocumentActions'
import styles from './Documents.module.css'
import { Versions } from './Versions'
import { factsOf, KIND_OF_STATE, lineOf } from './words'

const READING_MS = 3000

interface DocumentPageProps {
  documentId: string
}

/** One document: what to do with it, what is noticed in its text, what changed, versions with remarks. */
export function DocumentPage({ documentId }: DocumentPageProps) {
  const { data, error, refetch } = useQuery({
    ...getDocumentOptions({ path: { document_id: documentId } }),
    // The text is taken out in the background; notes come with it.
    refetchInterval: ({ state }) =>
      state.data?.versions.some(({ text_state }) => text_state === 'pending') ? READING_MS : false,
  })
  if (error) {
    return (
      <>
        <PageHeader title="Документ" />
        <ProblemState problem={asProblem(error)} takesFocus onRetry={() => void refetch()} />
      </>
    )
  }
  if (!data) {
    return (
      <>
        <PageHeader title="Документ" />
        <Loading rows={5} label="Загружаем документ" />
      </>
    )
  }
  return <Shown key={data.id} document={data} />
}

function Shown({ document }: { document: DocumentOut }) {
  return (
    <>
      <PageHeader
        title={document.title}
        crumbs={
          <Link to="/schools/$schoolId/documents" params={{ schoolId: document.school_id }}>
            {bound(document.school_name)}
          </Link>
        }
      >
        {lineOf(document)}
      </PageHeader>
      <p className={`${text.row} ${styles.state}`}>
        <Tag kind={KIND_OF_STATE[document.state]} text={document.state_words} />
        {factsOf(document).map((words) => (
          <span key={words} className={text.meta}>
            {words}
          </span>
        ))}
      </p>
      <div className={`${text.columns} ${text.mainAndSide}`}>
        <div>
          <DocumentActions document={document} />
          {document.versions.length > 1 && (
            <DiffView key={document.versions[0]?.id} documentId={document.id} versions={document.versions} />
          )}
          <Versions versions={document.versions} />
        </div>
        <div>
          <Notes notes={document.notes} />
          <Box title="История">
            <Timeline
              items={document.steps.map(({ at, action, words, who, reason }) => ({
                key: `${at} ${action}`,
                kind: action === 'return' ? 'late' : 'ok',
                title: `${words}, ${formatInstant(at)}`,
                text: [who, reason].filter(Boolean).join(' · '),
              }))}
            />
          </Box>
        </div>
      </div>
    </>
  )
}

function Notes({ notes }: Pick<DocumentOut, 'notes'>) {
  return (
    <Box title="На что обратить внимание" meta={notes.length}>
      <p className={text.meta}>Подсказки по последней версии. Решает человек.</p>
      {notes.length === 0 && <p className={text.sub}>Замечаний к тексту нет.</p>}
      <ul className={styles.list}>
        {notes.map(({ code, severity, place, why, fix }) => (
          <li key={`${code} ${place} ${why}`}>
            <p>
              <Status kind={severity === 'serious' ? 'due' : 'ask'} text={place} />
            </p>
            <p>{bound(why)}</p>
            <p className={text.meta}>{bound(fix)}</p>
          </li>
        ))}
      </ul>
    </Box>
  )
}

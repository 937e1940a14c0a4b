import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getDocumentDiffOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { DocumentParagraphOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { Box } from '@/ui/Box'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import text from '@/ui/text.module.css'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './Documents.module.css'
import type { Version } from './words'

interface DiffViewProps {
  documentId: string
  versions: readonly Version[]
}

/** What the last version changes in an earlier one; added is underlined, removed is struck through. */
export function DiffView({ documentId, versions }: DiffViewProps) {
  const [last, previous] = versions
  const [from, setFrom] = useState(previous?.number ?? 1)
  const [shows, setShows] = useState<'changes' | 'all'>('changes')
  const { data, error, refetch } = useQuery({
    ...getDocumentDiffOptions({
      path: { document_id: documentId },
      query: { from, to: last?.number ?? 1 },
    }),
    // The text of a new version is taken out in the background.
    refetchInterval: versions.some(({ text_state }) => text_state === 'pending') ? 3000 : false,
  })
  if (!last || !previous) return null
  const shown = data?.paragraphs.filter(({ kind }) => shows === 'all' || kind !== 'same') ?? []
  return (
    <Box title={`Что изменилось в версии ${last.number}`} isWhole={false}>
      <Chips
        label="Что показать"
        options={[
          { value: 'changes', text: 'Только изменения' },
          { value: 'all', text: 'Весь текст' },
        ]}
        chosen={shows}
        onChoose={setShows}
      >
        <SelectChip
          label="Сравнить с версией"
          isFilter={false}
          options={versions.slice(1).map(({ number }) => ({ value: String(number), text: String(number) }))}
          chosen={String(from)}
          onChoose={(number) => setFrom(Number(number))}
        />
      </Chips>
      {error ? (
        <ProblemState problem={asProblem(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={4} label="Сравниваем версии" />
      ) : data.refusal ? (
        <Note>{data.refusal}</Note>
      ) : (
        <>
          <p className={text.meta}>
            Абзацев изменено: {data.changed}, добавлено: {data.added}, убрано: {data.removed}.
            {data.is_cut && ' Тексты длиннее, чем сравнивается: показано начало.'}
          </p>
          {shown.length === 0 && <p className={text.sub}>Текст не изменился.</p>}
          <div className={styles.diff}>
            {shown.map((paragraph) => (
              <Paragraph key={`${paragraph.old_number} ${paragraph.new_number}`} paragraph={paragraph} />
            ))}
          </div>
        </>
      )}
    </Box>
  )
}

const SAID = { same: '', added: 'Добавлен абзац: ', removed: 'Убран абзац: ', changed: 'Изменён абзац: ' }

function Paragraph({ paragraph: { kind, pieces } }: { paragraph: DocumentParagraphOut }) {
  return (
    <p className={styles[kind]}>
      <VisuallyHidden>{SAID[kind]}</VisuallyHidden>
      {pieces.map((piece, place) => {
        const key = `${place} ${piece.kind}`
        if (piece.kind === 'added') return <ins key={key}>{piece.text}</ins>
        if (piece.kind === 'removed') return <del key={key}>{piece.text}</del>
        return <span key={key}>{piece.text}</span>
      })}
    </p>
  )
}

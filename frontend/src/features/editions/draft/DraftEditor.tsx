/** The editor of one draft: its state is local, the server gets it by itself, what was read of it comes back. */
import { type KeyboardEvent, useMemo } from 'react'
import type { DraftOut, FactKindOut, RowReadingOut } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { AboutEdition } from './AboutEdition'
import { ConflictNote } from './ConflictNote'
import { DraftQuestions } from './DraftQuestions'
import { placeOf } from './document'
import { IssueSummary } from './IssueSummary'
import { ABOUT, fieldId, type Issue } from './issues'
import { Removed } from './Removed'
import type { SectionChoice } from './RowDetails'
import { SectionEditor } from './SectionEditor'
import type { DraftEditor as Editor } from './useDraftEditor'
import { useRowActions } from './useRowActions'

interface DraftEditorProps {
  draft: DraftOut
  editor: Editor
  kinds: readonly FactKindOut[]
  openRow: string | undefined
  /** Opens the row in the address, or closes it; always the same function. */
  onToggle: (rowKey: string) => void
}

export function DraftEditor({ draft, editor, kinds, openRow, onToggle }: DraftEditorProps) {
  const { document, deleted, dispatch, saver, save, issues, restoredAt } = editor
  const { sections, ...about } = document
  const { move, addRow, addSection, remove, said } = useRowActions(editor)
  const readings = useReadings(draft)
  const choices = useChoices(sections, openRow)
  const edition = useMemo(
    () => ({ id: draft.edition_id, number: draft.number, fileName: draft.file_name }),
    [draft.edition_id, draft.number, draft.file_name],
  )
  const saveByKeys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyS') return
    event.preventDefault()
    void saver.retry()
  }
  const saveOnLeaving = () => void (saver.snapshot().phase === 'unsent' && saver.flush())
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+S and leaving a field belong to all fields inside
    <div className={text.stackWide} data-print="wide" onKeyDown={saveByKeys} onBlur={saveOnLeaving}>
      <ConflictNote {...editor} />
      <IssueSummary issues={save.issues} onGo={goTo} />
      {restoredAt && save.savedAt === null && save.phase !== 'conflict' && (
        <Note tone="accent">
          На экране то, что вы ввели раньше и не успели сохранить: {formatInstant(restoredAt)}. Оно сохранится
          само.
        </Note>
      )}
      <DraftQuestions questions={draft.questions} onGo={goTo} />
      <AboutEdition
        edition={edition}
        about={useStable(about)}
        issues={issues.get(ABOUT)}
        dispatch={dispatch}
      />
      <h2>Строки плана</h2>
      <p className={text.meta} data-noprint>
        Alt и стрелка вверх или вниз переставляют строку, через границу раздела тоже. Ctrl и S сохраняют
        сразу.
      </p>
      <Removed deleted={deleted} removed={draft.removed} dispatch={dispatch} />
      {sections.map((section, place) => (
        <SectionEditor
          key={section.key}
          section={section}
          isFirst={place === 0}
          isLast={place === sections.length - 1}
          readings={readings}
          issues={issues}
          kinds={kinds}
          openRow={section.rows.some(({ key }) => key === openRow) ? openRow : undefined}
          sections={section.rows.some(({ key }) => key === openRow) ? choices : null}
          dispatch={dispatch}
          move={move}
          onAddRow={addRow}
          onDelete={remove}
          onToggle={onToggle}
        />
      ))}
      <p>
        <Button onClick={addSection}>Добавить раздел</Button>
      </p>
      <div role="status">
        <VisuallyHidden>{said}</VisuallyHidden>
      </div>
    </div>
  )
}

/** The readings by row; rows whose reading has not changed keep theirs and are not drawn anew. */
function useReadings({ readings }: DraftOut): ReadonlyMap<string, RowReadingOut> {
  return useMemo(() => new Map(readings.map((reading) => [reading.key, reading])), [readings])
}

/** The sections to choose from for the open row. */
function useChoices(
  sections: Editor['document']['sections'],
  openRow: string | undefined,
): readonly SectionChoice[] | null {
  return useMemo(() => {
    if (openRow === undefined) return null
    const home = placeOf(sections, openRow)?.[0]
    return sections.map(({ key, code, title }, place) => ({
      key,
      title: `${code}. ${title}`,
      isHome: place === home,
    }))
  }, [sections, openRow])
}

/** The head without its rows changes only when the head itself does. */
function useStable(about: Omit<Editor['document'], 'sections'>): Omit<Editor['document'], 'sections'> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: its values, not the object made anew each time
  return useMemo(() => about, Object.values(about))
}

/** To the field itself, or to the row's button behind which it stands. */
function goTo({ owner, field }: Pick<Issue, 'owner' | 'field'>): void {
  const found = [field, 'more', 'title']
    .map((name) => document.getElementById(fieldId(owner, name)))
    .find((element) => element !== null)
  found?.focus()
  found?.scrollIntoView({ block: 'center' })
}

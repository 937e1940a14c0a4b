/** The draft on the screen: what each act of the author makes of it. Rows that are not touched stay the same objects. */
import type { DraftAct, DraftDocument, DraftRow, DraftSection } from '@/api/generated/types.gen'
import { placeAfter, renumbered } from './newRows'

/** What was deleted here and where it stood, so that it can be brought back. */
export type Deleted =
  | { kind: 'row'; key: string; row: DraftRow; sectionKey: string; place: number }
  | { kind: 'section'; key: string; section: DraftSection; place: number }

export interface EditorState {
  document: DraftDocument
  /** The last first. */
  deleted: readonly Deleted[]
}

export type RowChange = Partial<Omit<DraftRow, 'key' | 'lineage_id'>>
export type SectionChange = Partial<Pick<DraftSection, 'code' | 'title' | 'form'>>
export type AboutChange = Partial<Omit<DraftDocument, 'act' | 'sections'>>

export type DraftEvent =
  | { type: 'load'; document: DraftDocument }
  | { type: 'set-act'; change: Partial<DraftAct> }
  | { type: 'set-about'; change: AboutChange }
  | { type: 'set-section'; key: string; change: SectionChange }
  | { type: 'set-row'; key: string; change: RowChange }
  /** Without `after` at the end of the section. */
  | { type: 'add-row'; sectionKey: string; row: DraftRow; after?: string }
  | { type: 'add-section'; section: DraftSection }
  /** Over the border of its section a row goes into the neighbouring one. */
  | { type: 'move-row'; key: string; by: 1 | -1 }
  | { type: 'move-row-to'; key: string; sectionKey: string }
  | { type: 'move-section'; key: string; by: 1 | -1 }
  | { type: 'delete-row'; key: string }
  | { type: 'delete-section'; key: string }
  | { type: 'restore'; key: string }
  | { type: 'renumber'; key: string }

export function afterEvent(state: EditorState, event: DraftEvent): EditorState {
  const { document, deleted } = state
  switch (event.type) {
    case 'load':
      return { document: event.document, deleted: [] }
    case 'set-act':
      return { ...state, document: { ...document, act: { ...document.act, ...event.change } } }
    case 'set-about':
      return { ...state, document: { ...document, ...event.change } }
    case 'delete-row':
    case 'delete-section':
      return withoutDeleted(state, event)
    case 'restore':
      return restored(state, event.key)
    default:
      return { document: { ...document, sections: afterMove(document.sections, event) }, deleted }
  }
}

type SectionsEvent = Exclude<
  DraftEvent,
  { type: 'load' | 'set-act' | 'set-about' | 'delete-row' | 'delete-section' | 'restore' }
>

function afterMove(sections: DraftSection[], event: SectionsEvent): DraftSection[] {
  switch (event.type) {
    case 'set-section':
      return sections.map((section) =>
        section.key === event.key ? { ...section, ...event.change } : section,
      )
    case 'set-row':
      return inRows(sections, event.key, (rows) =>
        rows.map((row) => (row.key === event.key ? { ...row, ...event.change } : row)),
      )
    case 'add-row':
      return sections.map((section) =>
        section.key === event.sectionKey
          ? { ...section, rows: insertedAt(section.rows, placeAfter(section.rows, event.after), event.row) }
          : section,
      )
    case 'add-section':
      return [...sections, event.section]
    case 'move-section': {
      const place = sections.findIndex(({ key }) => key === event.key)
      return movedTo(sections, place, place + event.by)
    }
    case 'move-row':
      return withRowMoved(sections, event.key, event.by)
    case 'move-row-to':
      return withRowIn(sections, event.key, event.sectionKey)
    case 'renumber':
      return sections.map((section) => (section.key === event.key ? renumbered(section) : section))
  }
}

/** The section and the place of a row, or null. */
export function placeOf(
  sections: readonly DraftSection[],
  rowKey: string,
): [section: number, row: number] | null {
  for (const [place, { rows }] of sections.entries()) {
    const row = rows.findIndex(({ key }) => key === rowKey)
    if (row >= 0) return [place, row]
  }
  return null
}

export function rowsOf({ sections }: DraftDocument): DraftRow[] {
  return sections.flatMap(({ rows }) => rows)
}

function inRows(
  sections: DraftSection[],
  rowKey: string,
  change: (rows: DraftRow[]) => DraftRow[],
): DraftSection[] {
  return sections.map((section) =>
    section.rows.some(({ key }) => key === rowKey) ? { ...section, rows: change(section.rows) } : section,
  )
}

function withRowMoved(sections: DraftSection[], rowKey: string, by: 1 | -1): DraftSection[] {
  const found = placeOf(sections, rowKey)
  if (!found) return sections
  const [place, row] = found
  const rows = sections[place]?.rows ?? []
  if (row + by >= 0 && row + by < rows.length) {
    return inRows(sections, rowKey, (all) => movedTo(all, row, row + by))
  }
  const neighbour = sections[place + by]
  const moved = rows[row]
  if (!neighbour || !moved) return sections
  return sections.map((section) => {
    if (section.key === neighbour.key) {
      return { ...section, rows: by > 0 ? [moved, ...section.rows] : [...section.rows, moved] }
    }
    return section === sections[place] ? { ...section, rows: without(section.rows, rowKey) } : section
  })
}

function withRowIn(sections: DraftSection[], rowKey: string, sectionKey: string): DraftSection[] {
  const row = sections.flatMap(({ rows }) => rows).find(({ key }) => key === rowKey)
  const isThere = sections.some(
    (section) => section.key === sectionKey && section.rows.some((r) => r === row),
  )
  if (!row || isThere || !sections.some(({ key }) => key === sectionKey)) return sections
  return inRows(sections, rowKey, (rows) => without(rows, rowKey)).map((section) =>
    section.key === sectionKey ? { ...section, rows: [...section.rows, row] } : section,
  )
}

function withoutDeleted(
  { document, deleted }: EditorState,
  event: Extract<DraftEvent, { type: 'delete-row' | 'delete-section' }>,
): EditorState {
  const { sections } = document
  if (event.type === 'delete-section') {
    const place = sections.findIndex(({ key }) => key === event.key)
    const section = sections[place]
    if (!section) return { document, deleted }
    return {
      document: { ...document, sections: without(sections, event.key) },
      deleted: [{ kind: 'section', key: event.key, section, place }, ...deleted],
    }
  }
  const found = placeOf(sections, event.key)
  const section = found && sections[found[0]]
  const row = found && section?.rows[found[1]]
  if (!found || !section || !row) return { document, deleted }
  return {
    document: { ...document, sections: inRows(sections, event.key, (rows) => without(rows, event.key)) },
    deleted: [{ kind: 'row', key: event.key, row, sectionKey: section.key, place: found[1] }, ...deleted],
  }
}

/** Brings it back where it stood; a row whose section is gone comes to the end of the last one. */
function restored({ document, deleted }: EditorState, key: string): EditorState {
  const found = deleted.find((thing) => thing.key === key)
  if (!found) return { document, deleted }
  const rest = deleted.filter((thing) => thing !== found)
  const { sections } = document
  if (found.kind === 'section') {
    return {
      document: { ...document, sections: insertedAt(sections, found.place, found.section) },
      deleted: rest,
    }
  }
  const home = sections.find((section) => section.key === found.sectionKey) ?? sections.at(-1)
  if (!home) return { document, deleted }
  const place = home.key === found.sectionKey ? found.place : home.rows.length
  const back = { ...home, rows: insertedAt(home.rows, place, found.row) }
  return {
    document: { ...document, sections: sections.map((section) => (section === home ? back : section)) },
    deleted: rest,
  }
}

function without<Thing extends { key: string }>(things: readonly Thing[], key: string): Thing[] {
  return things.filter((thing) => thing.key !== key)
}

function insertedAt<Thing>(things: readonly Thing[], place: number, thing: Thing): Thing[] {
  return [...things.slice(0, place), thing, ...things.slice(place)]
}

function movedTo<Thing>(things: Thing[], from: number, to: number): Thing[] {
  const thing = things[from]
  if (thing === undefined || to < 0 || to >= things.length) return things
  return insertedAt(
    things.filter((_, place) => place !== from),
    to,
    thing,
  )
}

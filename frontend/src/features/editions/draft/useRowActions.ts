/** Acts on rows that must not lose the focus: moving keeps it, adding takes it to the new row. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftDocument } from '@/api/generated/types.gen'
import type { DraftEvent } from './document'
import { fieldId } from './issues'
import { newRow, newSection } from './newRows'
import type { DraftEditor } from './useDraftEditor'

export type MoveEvent = Extract<DraftEvent, { type: 'move-row' | 'move-row-to' | 'move-section' }>

export type DeleteEvent = Extract<DraftEvent, { type: 'delete-row' | 'delete-section' }>

/** All of them stay the same functions while the author types: rows that are not touched are not drawn anew. */
export function useRowActions({ document: draft, dispatch }: Pick<DraftEditor, 'document' | 'dispatch'>) {
  const [said, setSaid] = useState('')
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  }, [draft])
  const move = useCallback(
    (event: MoveEvent) => {
      const { activeElement } = document
      dispatch(event)
      requestAnimationFrame(() => {
        const moved = document.getElementById(activeElement?.id ?? '')
        // In another section the row is drawn anew.
        if (moved && moved !== document.activeElement) moved.focus()
        moved?.scrollIntoView({ block: 'nearest' })
        setSaid(placeWords(latest.current, event.key))
      })
    },
    [dispatch],
  )
  const addRow = useCallback(
    (sectionKey: string, after?: string) => {
      const section = latest.current.sections.find(({ key }) => key === sectionKey)
      if (!section) return
      const row = newRow(section, after)
      dispatch({ type: 'add-row', sectionKey, row, after })
      focusSoon(fieldId(row.key, 'title'))
    },
    [dispatch],
  )
  const addSection = useCallback(() => {
    const section = newSection(latest.current)
    dispatch({ type: 'add-section', section })
    focusSoon(fieldId(section.key, 'title'))
  }, [dispatch])
  const remove = useCallback(
    (event: DeleteEvent) => {
      const next = neighbourOf(latest.current, event)
      dispatch(event)
      if (next) focusSoon(next)
      setSaid('Удалено. Вернуть можно кнопкой вверху страницы.')
    },
    [dispatch],
  )
  return { move, addRow, addSection, remove, said }
}

/** The field where the work goes on when a row or a section is gone. */
function neighbourOf({ sections }: DraftDocument, { type, key }: DeleteEvent): string | null {
  const keys = type === 'delete-section' ? sections.map((section) => section.key) : rowKeys(sections)
  const place = keys.indexOf(key)
  const next = keys[place + 1] ?? keys[place - 1]
  return next === undefined ? null : fieldId(next, 'title')
}

function rowKeys(sections: DraftDocument['sections']): string[] {
  return sections.flatMap(({ rows }) => rows.map((row) => row.key))
}

/** «Строка 1.4: раздел 2, место 1 из 5». */
function placeWords({ sections }: DraftDocument, key: string): string {
  for (const [place, section] of sections.entries()) {
    const row = section.rows.findIndex((candidate) => candidate.key === key)
    if (row >= 0) {
      const { number } = section.rows[row] ?? {}
      return `Строка ${number}: раздел ${section.code}, место ${row + 1} из ${section.rows.length}`
    }
    if (section.key === key) return `Раздел ${section.code}: место ${place + 1} из ${sections.length}`
  }
  return ''
}

function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus())
}

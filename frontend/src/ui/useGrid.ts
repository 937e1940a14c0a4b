import { type FocusEvent, type KeyboardEvent, useState } from 'react'

export interface Place {
  row: number
  column: number
}

interface Size {
  rows: number
  columns: number
}

export interface GridHandlers {
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  onFocus: (event: FocusEvent<HTMLElement>) => void
}

/** Rows that Page Up and Page Down go past. */
const LEAP = 10

/**
 * The grid pattern of WAI-ARIA: one cell is in the order of Tab, arrows go from cell to cell, Tab leaves. Each cell
 * that can have the focus wears `data-place`, made by `placeMark`.
 */
export function useGrid(size: Size): { active: Place; handlers: GridHandlers } {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  // Fewer rows or columns than before: the cell in the order of Tab must exist.
  const place = { row: within(active.row, size.rows), column: within(active.column, size.columns) }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = placeOfMark(event.target)
    const next = from && nextPlace(event, from, size)
    if (!next) return
    event.preventDefault()
    const cell = event.currentTarget.querySelector<HTMLElement>(`[data-place="${placeMark(next)}"]`)
    cell?.focus()
  }
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const focused = placeOfMark(event.target)
    if (focused) setActive(focused)
  }
  return { active: place, handlers: { onKeyDown, onFocus } }
}

export function placeMark({ row, column }: Place): string {
  return `${row}:${column}`
}

/** Where a key leads; null for keys that are not the grid's. Edges are not gone past. */
export function nextPlace(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  from: Place,
  size: Size,
): Place | null {
  const step = stepOf(event, from, size)
  return step && { row: within(step.row, size.rows), column: within(step.column, size.columns) }
}

function stepOf(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { row, column }: Place,
  { rows, columns }: Size,
): Place | null {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'PageUp':
      return { row: row - LEAP, column }
    case 'PageDown':
      return { row: row + LEAP, column }
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 }
    case 'End':
      return { row: ctrlKey ? rows - 1 : row, column: columns - 1 }
    default:
      return null
  }
}

function placeOfMark(target: EventTarget): Place | null {
  const mark = target instanceof HTMLElement ? target.dataset.place : undefined
  const [row, column] = (mark ?? '').split(':').map(Number)
  return row === undefined || column === undefined ? null : { row, column }
}

function within(place: number, size: number): number {
  return Math.max(0, Math.min(size - 1, place))
}

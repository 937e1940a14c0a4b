/** What is drawn for a row on the line of days: bars for ranges, diamonds for deadlines, and their words. */
import type { ActivityOut, WindowOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { lowerFirst } from '@/lib/typography'
import { type StatusKind, toStatusKind } from '@/ui/status'
import { dueOf, isStanding, movedNotes } from '../deadlines'
import { type Axis, placeOf, spanOf } from './axis'

export interface Mark {
  key: string
  shape: 'bar' | 'diamond'
  /** Percent of the line; of a diamond its middle. */
  at: number
  /** Percent; 0 for a diamond. */
  width: number
  /** Null where the status belongs to no single mark. */
  kind: StatusKind | null
  /** A row that runs without a deadline. */
  isHatched: boolean
  /** The day of the act that was moved: where the deadline was. */
  isHollow: boolean
}

interface WhatToDraw extends Pick<ActivityOut, 'recurrence' | 'windows'> {
  /** The status of one school in place of those of the windows; absent: each window has its own. */
  kind?: StatusKind | null
}

/** Marks of a row in the order of its windows; what lies outside the line is left out. */
export function marksOf(row: WhatToDraw, axis: Axis): Mark[] {
  return row.windows.flatMap((window) => {
    const kind = row.kind === undefined ? toStatusKind(window.status.kind) : row.kind
    const common = { kind, isHatched: isStanding(row), isHollow: false }
    const due = dueOf(window)
    const place = placeOf(axis, due)
    // A single day would be a hair on a line of two years.
    const isOneDay = window.starts_on === null || window.starts_on === due
    const main =
      isOneDay && !common.isHatched
        ? place !== null && { ...common, shape: 'diamond' as const, at: place, width: 0 }
        : barOf(axis, window, common)
    const old = window.rescheduled_to === null ? null : placeOf(axis, window.ends_on)
    return [
      main && { ...main, key: window.id },
      // On top: the old end of a range that was made longer lies on its bar.
      old !== null && {
        ...common,
        key: `${window.id} old`,
        shape: 'diamond' as const,
        at: old,
        width: 0,
        isHollow: true,
        isHatched: false,
      },
    ].filter((mark) => mark !== false && mark !== null)
  })
}

/** A deadline moved before the start of its window takes the start with it. */
function barOf(axis: Axis, window: WindowOut, common: Pick<Mark, 'kind' | 'isHatched' | 'isHollow'>) {
  const due = dueOf(window)
  const start = window.starts_on ?? axis.first
  const span = spanOf(axis, start < due ? start : due, due)
  return span && { ...common, shape: 'bar' as const, ...span }
}

/** «02.03.2021 – 10.03.2021», «до 20.03.2021, суббота, выходной; перенесён с … на …», with the status where it is known. */
export function windowWords(window: WindowOut, hasStatus = true): string {
  const { starts_on, ends_on, weekend } = window
  const days = starts_on === null ? `до\u00a0${formatDate(ends_on)}` : rangeWords(starts_on, ends_on)
  const parts = [weekend === null ? days : `${days}, ${weekend}`, ...movedNotes([window]).map(lowerFirst)]
  const status = hasStatus ? statusWords(window) : null
  return status === null ? parts.join('; ') : `${parts.join('; ')}: ${status}`
}

/** In a row of several windows the status begins with the name of its window: beside the days that is said twice. */
function statusWords({ label, status: { text } }: WindowOut): string | null {
  if (text === label) return null
  return lowerFirst(text.startsWith(`${label}: `) ? text.slice(label.length + 2) : text)
}

function rangeWords(from: string, to: string): string {
  return from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`
}

/** In what two versions of a draft differ, row by row, for the one who has to choose between them. */
import { hashKey } from '@tanstack/react-query'
import type { DraftDocument, DraftRow } from '@/api/generated/types.gen'
import { lowerFirst } from '@/lib/typography'
import { rowsOf } from './document'
import { ROW_LABELS, type RowText } from './issues'
import { isSameRow } from './sending'

const BESIDE: Partial<Record<keyof DraftRow, string>> = {
  windows: 'сроки датами',
  target_set: 'где выполняется',
  results: 'как считается выполнение',
  parties: 'исполнители',
}

/** «Строка 1.4: срок, ответственные», «Строка 1.5: только в вашей версии», in the order of the author's version. */
export function differences(mine: DraftDocument, theirs: DraftDocument): string[] {
  const others = new Map(rowsOf(theirs).map((row) => [row.key, row]))
  const lines = aboutLines(mine, theirs)
  for (const row of rowsOf(mine)) {
    const other = others.get(row.key)
    others.delete(row.key)
    if (!other) lines.push(`Строка ${row.number}: только в вашей версии`)
    else if (!isSameRow(row, other)) lines.push(`Строка ${row.number}: ${differingFields(row, other)}`)
  }
  for (const row of others.values()) lines.push(`Строка ${row.number}: только в их версии`)
  return lines
}

function differingFields(mine: DraftRow, theirs: DraftRow): string {
  const names = { ...ROW_LABELS, ...BESIDE } as Record<RowText, string>
  const fields = (Object.keys(names) as RowText[]).filter(
    (field) => hashKey([mine[field]]) !== hashKey([theirs[field]]),
  )
  return fields.map((field) => lowerFirst(names[field])).join(', ')
}

function aboutLines(mine: DraftDocument, theirs: DraftDocument): string[] {
  const { sections: mySections, ...myHead } = mine
  const { sections: theirSections, ...theirHead } = theirs
  const titles = ({ sections }: DraftDocument) => sections.map(({ code, title, form }) => [code, title, form])
  return [
    ...(hashKey([myHead.act]) === hashKey([theirHead.act]) ? [] : ['Сведения о распоряжении']),
    ...(hashKey([{ ...myHead, act: null }]) === hashKey([{ ...theirHead, act: null }])
      ? []
      : ['Заголовок, период и ответственные за план']),
    ...(hashKey([titles(mine)]) === hashKey([titles(theirs)]) ? [] : ['Названия или порядок разделов']),
  ]
}

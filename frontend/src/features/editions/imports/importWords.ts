/** The state of an import in words and steps. */
import type { ImportRemarkOut, ImportRowOut, PlanImportOut } from '@/api/generated/types.gen'
import { counted, type Forms, plural } from '@/lib/plural'
import { lowerFirst } from '@/lib/typography'
import type { Step } from '@/ui/Steps'
import { QUESTIONS, ROWS, SECTIONS } from '../words'

/** «44 строки в 8 разделах, 3 вопроса автору. Сравнено с планом «…»: 40 строк продолжают прежние, 4 новые.» */
export function headSentence(found: PlanImportOut, planTitle: string | undefined): string {
  switch (found.state) {
    case 'received':
      return 'Файл получен, таблица читается. Страница обновится сама.'
    case 'refused':
      return 'Прочитать план из этого файла не получилось.'
    default: {
      const rows = found.sections.flatMap((section) => section.rows)
      const notes = rows.flatMap((row) => notesOf(row, found.remarks))
      const asked = notes.filter(({ kind }) => kind === 'ask').length
      const parts = [
        counted(found.rows, ROWS),
        counted(found.sections.length, SECTIONS),
        asked === 0 ? 'вопросов автору нет' : `${counted(asked, QUESTIONS)} автору`,
      ]
      if (notes.length > asked) parts.push(`проверьте ${counted(notes.length - asked, PLACES)}`)
      return [`${parts.join(', ')}.`, planTitle && lineageSentence(found, planTitle)]
        .filter(Boolean)
        .join(' ')
    }
  }
}

const PLACES: Forms = ['место', 'места', 'мест']

export interface RowNote {
  /** A question goes to the author of the act; a remark is about the file and is checked here. */
  kind: 'ask' | 'due'
  text: string
}

/** What stands beside a row: questions to the author, and what was noticed while its file was read. */
export function notesOf({ questions }: ImportRowOut, remarks: readonly ImportRemarkOut[]): RowNote[] {
  const noticed = new Set(remarks.map((remark) => remark.text))
  return questions.map((text) =>
    noticed.has(text) ? { kind: 'due', text } : { kind: 'ask', text: `Вопрос автору: ${lowerFirst(text)}` },
  )
}

/** How the rows of the file stand to those of the edition in force. */
export function lineageSentence({ sections }: Pick<PlanImportOut, 'sections'>, planTitle: string): string {
  const rows = sections.flatMap((section) => section.rows)
  const matched = rows.filter(({ matched_number }) => matched_number !== null).length
  const fresh = rows.length - matched
  return `План «${planTitle}»: ${counted(matched, ROWS)} ${plural(matched, ['продолжает', 'продолжают', 'продолжают'])} действующие, новых ${fresh === 0 ? 'нет' : fresh}.`
}

/** Получен → Распознан → Черновик. */
export function stepsOf({ state, rows }: Pick<PlanImportOut, 'state' | 'rows'>): Step[] {
  const isRead = state === 'recognised' || state === 'drafted'
  return [
    { title: 'Получен', state: 'done' },
    {
      title: 'Распознан',
      state: isRead ? 'done' : state === 'refused' ? 'failed' : 'current',
      text: isRead
        ? counted(rows, ROWS)
        : state === 'refused'
          ? 'таблица плана не прочитана'
          : 'таблица читается',
    },
    {
      title: 'Черновик',
      state: state === 'drafted' ? 'done' : state === 'recognised' ? 'current' : 'ahead',
      text: state === 'drafted' ? 'создан' : 'ничего ещё не записано',
    },
  ]
}

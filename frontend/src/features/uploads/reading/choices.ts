/**
 * What a person chose about the reading of one upload. The server takes the choices as a whole («an absent field
 * means as detected»), so what was chosen before, by whomever, is sent along.
 */
import { chooseUploadReading } from '@/api/generated/sdk.gen'
import type { ReadingIn, UploadOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import type { FieldIssue } from '@/lib/fieldIssue'

export function useChoices(upload: Pick<UploadOut, 'id' | 'choices'>, fields: readonly string[]) {
  const { send, ...state } = useSending(fields)
  return {
    ...state,
    chosen: cleaned(upload.choices),
    /** Sends the choices as they are now; resolves to true when the file is being read again. */
    choose: (issues: readonly FieldIssue[], choices: ReadingIn) =>
      send(issues, async () => {
        await chooseUploadReading({ path: { upload_id: upload.id }, body: choices, throwOnError: true })
      }),
  }
}

/** Earlier choices with new ones over them; tables keep what was said of their other parts. */
export function withChoices(before: ReadingIn, change: ReadingIn): ReadingIn {
  return cleaned({
    ...before,
    ...change,
    header_rows: { ...before.header_rows, ...change.header_rows },
    works: { ...before.works, ...change.works },
    columns: { ...before.columns, ...change.columns },
  })
}

/** Without what says nothing: the server takes an absent field as «as detected». */
export function cleaned(choices: ReadingIn): ReadingIn {
  const columns = Object.entries(choices.columns ?? {}).filter(
    ([, meanings]) => Object.keys(meanings).length > 0,
  )
  const all = {
    ...choices,
    header_rows: filled(choices.header_rows),
    works: filled(choices.works),
    columns: filled(Object.fromEntries(columns)),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null))
}

function filled<Value extends object>(value: Value | undefined): Value | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined
}

/** Would the file be read just as it is now? */
export function isSame(one: ReadingIn, other: ReadingIn, upload: Pick<UploadOut, 'strategy'>): boolean {
  const told = (choices: ReadingIn) =>
    JSON.stringify(sorted(cleaned({ ...choices, strategy: choices.strategy ?? upload.strategy })))
  return told(one) === told(other)
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]))
}

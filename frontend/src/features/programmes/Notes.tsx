import type { ProgrammeNoteOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Status } from '@/ui/Status'
import type { StatusKind } from '@/ui/status'
import text from '@/ui/text.module.css'

const KINDS: Readonly<Record<string, StatusKind>> = { severe: 'late', warning: 'due', hint: 'ask' }

/** What a program has noticed: severe notes hold the acceptance, the others are to think about. */
export function Notes({ notes }: { notes: readonly ProgrammeNoteOut[] }) {
  return (
    <Box title="Заметки к программе" meta={String(notes.length)}>
      {notes.length === 0 ? (
        <p className={text.sub}>Заметок нет.</p>
      ) : (
        <ul className={text.stackWide}>
          {notes.map(({ rule, severity, what, why, fix }) => (
            <li key={`${rule}${what}`}>
              <Status kind={KINDS[severity] ?? 'ask'} text={what} />
              <p className={text.small}>
                {bound(why)} {bound(fix)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

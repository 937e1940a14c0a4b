import type { VisitOut } from '@/api/generated/types.gen'
import { Box } from '@/ui/Box'
import { TextArea } from '@/ui/TextArea'
import text from '@/ui/text.module.css'
import { Conflict } from './Conflict'
import { Saved } from './Saved'
import { useEntry } from './useEntry'
import { TEXTS } from './words'

/** Programme, participants, what was seen, conclusions: each field travels by itself. */
export function Texts({ kit }: { kit: VisitOut }) {
  return (
    <Box title="Записи визита">
      <div className={text.stackWide}>
        {TEXTS.map(({ field, title, hint }) => (
          <TextEntry key={field} kit={kit} field={field} title={title} hint={hint} />
        ))}
      </div>
    </Box>
  )
}

interface TextEntryProps {
  kit: VisitOut
  field: string
  title: string
  hint: string | undefined
}

function TextEntry({ kit, field, title, hint }: TextEntryProps) {
  const { value, change, isEditable, savedAt, person, set } = useEntry(kit, field)
  if (!isEditable) {
    return (
      <div>
        <h3>{title}</h3>
        <p>{value.text || '— не заполнено'}</p>
        {change && <Conflict change={change} title={title} />}
      </div>
    )
  }
  return (
    <div>
      <TextArea
        label={title}
        hint={hint}
        value={value.text ?? ''}
        rows={3}
        maxLength={20_000}
        onChange={(event) => set({ text: event.target.value })}
      />
      <Saved change={change} savedAt={savedAt} person={person} />
      {change && <Conflict change={change} title={title} />}
    </div>
  )
}

import { useState } from 'react'
import { useDraft } from '@/api/drafts'
import { beginProgramme, saveProgramme } from '@/api/generated/sdk.gen'
import type { ProgrammeOut } from '@/api/generated/types.gen'
import { momentOf, useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { useSending } from '@/api/useSending'
import { formatTime } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import {
  type About,
  bodyOf,
  draftName,
  EMPTY,
  emptyMeasure,
  issuesOf,
  type TypedMeasure,
  type TypedProgramme,
  typedOf,
} from './document'
import { MeasureFields } from './MeasureFields'
import { atFields, fieldNames, LABELS, LIST, WHOLE } from './refusals'
import { Told } from './Told'

interface EditorProps {
  /** The programme, or null when it is only begun. */
  programme: ProgrammeOut | null
  about: About
  onSaved?: (programme: ProgrammeOut) => void
  /** For one that was opened by hand; what is typed is kept. */
  takesFocus?: boolean
  onClose?: () => void
}

/** The whole programme as one document: what is typed stays a draft of this tab until it is saved. */
export function Editor({ programme, about, onSaved, takesFocus, onClose }: EditorProps) {
  const start = programme ? typedOf(programme) : EMPTY
  const { draft, type: keep, forget } = useDraft<TypedProgramme>(draftName(about), start)
  // The first letter pins the version it was typed over: whoever saves meanwhile is not overwritten unseen.
  const type = (part: Partial<TypedProgramme>) => keep({ version: draft.version, ...part })
  const me = useMe()
  const { send, ...state } = useSending(fieldNames(draft))
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const isStale = programme !== null && draft.version !== programme.version
  const submit = async () => {
    let saved: ProgrammeOut | null = null
    setSavedAt(null)
    const isDone = await send(issuesOf(draft), async () => {
      try {
        saved = await write(programme, about, draft)
      } catch (error) {
        throw atFields(asProblem(error), draft)
      }
    })
    if (!isDone || !saved) return
    forget()
    setSavedAt(momentOf(me))
    onSaved?.(saved)
  }
  const change = (key: string, part: Partial<TypedMeasure>) =>
    type({ measures: draft.measures.map((m) => (m.key === key ? { ...m, ...part } : m)) })
  const move = (place: number, by: number) => {
    const measures = [...draft.measures]
    const [moved] = measures.splice(place, 1)
    if (moved) measures.splice(place + by, 0, moved)
    type({ measures })
  }
  return (
    <Box title="Программа">
      {isStale && !state.isSending && (
        <Note tone="due">
          Пока вы писали, программу изменили. Ваш вариант остался здесь.{' '}
          <Button size="small" onClick={() => type({ version: programme.version })}>
            Сохранить мой поверх
          </Button>{' '}
          <Button size="small" onClick={forget}>
            Взять сохранённый
          </Button>
        </Note>
      )}
      <Form
        label="Антирисковая программа"
        {...state}
        submit="Сохранить"
        sending="Сохраняем"
        onSubmit={() => void submit()}
        takesFocus={takesFocus}
        onClose={onClose}
      >
        {(field) => (
          <>
            <Told field={field} name={WHOLE} />
            <TextArea
              {...field('goal')}
              label={LABELS.goal}
              value={draft.goal}
              onChange={(event) => type({ goal: event.target.value })}
            />
            <div className={`${text.columns} ${text.half}`}>
              <TextField
                {...field('indicator')}
                label={LABELS.indicator}
                hint="Чем измеряется, что риск уменьшился"
                value={draft.indicator}
                onChange={(event) => type({ indicator: event.target.value })}
              />
              <TextField
                {...field('indicator_unit')}
                label={LABELS.indicator_unit}
                hint="Например, %, балл, человек"
                value={draft.unit}
                onChange={(event) => type({ unit: event.target.value })}
              />
              <TextField
                {...field('baseline')}
                label={LABELS.baseline}
                inputMode="decimal"
                value={draft.baseline}
                onChange={(event) => type({ baseline: event.target.value })}
              />
              <TextField
                {...field('target')}
                label={LABELS.target}
                inputMode="decimal"
                value={draft.target}
                onChange={(event) => type({ target: event.target.value })}
              />
              <DateField
                {...field('starts_on')}
                label={LABELS.starts_on}
                value={draft.startsOn}
                onType={(startsOn) => type({ startsOn })}
              />
              <DateField
                {...field('ends_on')}
                label={LABELS.ends_on}
                value={draft.endsOn}
                onType={(endsOn) => type({ endsOn })}
              />
            </div>
            <h3>Меры</h3>
            <Told field={field} name={LIST} />
            {draft.measures.map((measure, place) => (
              <MeasureFields
                key={measure.key}
                measure={measure}
                place={place}
                isLast={place === draft.measures.length - 1}
                field={field}
                onType={(part) => change(measure.key, part)}
                onMove={(by) => move(place, by)}
                onRemove={() => type({ measures: draft.measures.filter(({ key }) => key !== measure.key) })}
              />
            ))}
            <div className={text.row}>
              {['1', '2'].map((stage) => (
                <Button
                  key={stage}
                  size="small"
                  onClick={() => type({ measures: [...draft.measures, emptyMeasure(stage)] })}
                >
                  {`Добавить меру ${stage}-го этапа`}
                </Button>
              ))}
            </div>
          </>
        )}
      </Form>
      <p role="status" className={text.meta}>
        {savedAt && `Сохранено в\u00a0${formatTime(savedAt)}`}
      </p>
    </Box>
  )
}

async function write(programme: ProgrammeOut | null, about: About, typed: TypedProgramme) {
  const body = bodyOf(typed)
  const { data } = programme
    ? await saveProgramme({
        path: { programme_id: programme.programme.id ?? '' },
        headers: { 'if-match': `"${typed.version}"` },
        body,
        throwOnError: true,
      })
    : await beginProgramme({
        path: { school_id: about.schoolId },
        query: { factor: about.factor, cycle: about.cycle },
        body,
        throwOnError: true,
      })
  return data
}

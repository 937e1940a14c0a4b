/** What was typed here and has not arrived: how much waits, and what has no field of its own on the page any more. */
import type { VisitOut } from '@/api/generated/types.gen'
import { type Photo, syncNow, useChanges, useIsHeld } from '@/api/offline/queue'
import type { Change } from '@/api/offline/store'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'
import { Conflict, wordsOf } from './Conflict'
import { FIELD_TITLES } from './words'

const TO_SUBMIT =
  'Не всё введённое дошло до сервера. Дождитесь отправки и решите, что делать с записями, которые не приняты.'

export function Unsent({ kit }: { kit: VisitOut }) {
  const changes = useChanges(kit.id)
  const isHeld = useIsHeld()
  const waiting = changes.filter(({ state }) => state === 'waiting').length
  const questions = kit.sections.flatMap(({ questions: asked }) => asked.map(({ field }) => field))
  const homeless = changes.filter(({ kind, name, value }) => {
    if (kind === 'file') return (value as Photo).findingId === null
    return kind === 'entry' && !(name in FIELD_TITLES) && !questions.includes(name)
  })
  return (
    <>
      {waiting > 0 && isHeld && (
        <Note tone="due" role="status">
          {`Ждут отправки ${counted(waiting, ['запись', 'записи', 'записей'])}: они сохранены в этом браузере. `}
          <Button size="small" onClick={() => void syncNow()}>
            Отправить сейчас
          </Button>
        </Note>
      )}
      {homeless.map((change) => (
        <Conflict key={change.id} change={change} title={titleOf(change)} />
      ))}
    </>
  )
}

/** The visit itself does not open: what was typed for it stays within reach. */
export function UnsentWithoutVisit({ visitId }: { visitId: string }) {
  const changes = useChanges(visitId)
  if (changes.length === 0) return null
  return (
    <Note tone="due">
      <h2>Введённое для этого визита сохранено в этом браузере</h2>
      {changes.map((change) => (
        <div key={change.id}>
          <p className={text.meta}>{titleOf(change)}</p>
          {change.state === 'waiting' && change.kind !== 'file' ? (
            <blockquote>{wordsOf(change.value as Record<string, unknown>)}</blockquote>
          ) : (
            <Conflict change={change} title={titleOf(change)} />
          )}
        </div>
      ))}
    </Note>
  )
}

/** A report is not submitted over words that are still on their way. */
export function useSubmitAfterAll(kit: VisitOut): Pick<VisitOut, 'allowed_actions' | 'blocked_by'> {
  const isAll = useChanges(kit.id).length === 0
  const { allowed_actions, blocked_by } = kit
  if (isAll || !allowed_actions.includes('submit')) return { allowed_actions, blocked_by }
  return {
    allowed_actions: allowed_actions.filter((name) => name !== 'submit'),
    blocked_by: { ...blocked_by, submit: TO_SUBMIT },
  }
}

function titleOf({ kind, name, value }: Change): string {
  if (kind === 'file') return `Файл «${(value as Photo).fileName}»`
  if (kind === 'finding') return 'Замечание'
  return FIELD_TITLES[name] ?? 'Ответ на вопрос'
}

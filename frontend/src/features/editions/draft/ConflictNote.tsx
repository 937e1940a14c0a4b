import type { DraftDocument } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'
import { differences } from './differences'
import type { DraftEditor } from './useDraftEditor'

/** More lines than this are told by their number. */
const MOST_LINES = 12

type ConflictNoteProps = Pick<
  DraftEditor,
  'save' | 'document' | 'aside' | 'saver' | 'showTheirs' | 'bringBack' | 'forgetMine'
>

/** Somebody else has saved the draft meanwhile: whose words stay is decided here, and nothing is lost before. */
export function ConflictNote(props: ConflictNoteProps) {
  const { save, document, aside, saver, showTheirs, bringBack, forgetMine } = props
  if (save.phase === 'conflict' && save.theirs) {
    const { theirs } = save
    return (
      <Note tone="due" role="alert">
        <p>
          <b>
            {bound(
              `Черновик тем временем сохранён: ${theirs.changed_by ?? 'другой человек'}, ${formatInstant(theirs.changed_at)}.`,
            )}
          </b>{' '}
          Ваш текст не потерян: он на этой странице и хранится в браузере. Решите, какая версия останется.
        </p>
        <Differences mine={document} theirs={theirs.document} />
        <p className={text.row}>
          <Button onClick={showTheirs}>Показать их версию</Button>
          <Button onClick={() => void saver.overwrite()}>Записать мою поверх</Button>
        </p>
      </Note>
    )
  }
  if (!aside) return null
  return (
    <Note tone="accent" role="status">
      <p>
        На экране версия, которую сохранил другой человек. Ваша лежит отдельно в этом браузере, её можно
        вернуть и записать поверх.
      </p>
      <Differences mine={aside} theirs={document} />
      <p className={text.row}>
        <Button onClick={bringBack}>Вернуть мою версию</Button>
        <Button look="quiet" onClick={forgetMine}>
          Моя версия больше не нужна
        </Button>
      </p>
    </Note>
  )
}

function Differences({ mine, theirs }: { mine: DraftDocument; theirs: DraftDocument }) {
  const lines = differences(mine, theirs)
  if (lines.length === 0) return <p>Тексты одинаковые, различается только порядок.</p>
  return (
    <>
      <p>Чем версии различаются:</p>
      <ul>
        {lines.slice(0, MOST_LINES).map((line) => (
          <li key={line}>{bound(line)}</li>
        ))}
      </ul>
      {lines.length > MOST_LINES && <p className={text.meta}>и ещё {lines.length - MOST_LINES}</p>}
    </>
  )
}

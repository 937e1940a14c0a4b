import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useHasDraft } from '@/api/drafts'
import { momentOf, useMe } from '@/api/me'
import { useSending } from '@/api/useSending'
import { formatTime } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { Disclosure } from '@/ui/Disclosure'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import styles from './acts.module.css'

export interface FormSlot {
  /** Name of what is typed and not yet sent. */
  draft: string
  /** It was opened by hand; a form that opens by itself for its draft leaves the focus where it is. */
  takesFocus: boolean
  onClose: () => void
  onSaved: () => void
}

/** The API's list of what is not possible now, by action. */
export function reasonsOf(blocked: readonly { action: string; reason: string }[]): Record<string, string> {
  return Object.fromEntries(blocked.map(({ action, reason }) => [action, reason]))
}

export interface Action {
  /** As the API names it in `allowed_actions` and `blocked_by`. */
  name: string
  words: string
  look?: 'primary' | 'quiet'
  /** Acts at once … */
  run?: () => Promise<unknown>
  /** … or asks first. */
  form?: (slot: FormSlot) => ReactNode
}

interface ActionBarProps {
  /** Whose actions these are, for those who hear «Сдать» for the tenth time. */
  label: string
  /** Name of what is acted upon: drafts are kept under it. */
  subject: string
  /** In the order they are shown; those the API does not speak of are not shown. */
  actions: readonly Action[]
  allowed: readonly string[]
  blocked: Readonly<Record<string, string>>
  /** Names of actions that the state itself rules out: their reasons are one press away. */
  moot?: readonly string[]
}

/** What may be done now as buttons, what may not with its reason; one form at a time, in place of the buttons. */
export function ActionBar({ label, subject, actions, allowed, blocked, moot = [] }: ActionBarProps) {
  const hasDraft = useHasDraft()
  const possible = actions.filter(({ name }) => allowed.includes(name))
  const impossible = actions.filter(({ name }) => name in blocked && !allowed.includes(name))
  const folded = impossible.filter(({ name }) => moot.includes(name))
  const [openName, setOpen] = useState(
    () => possible.find(({ name }) => hasDraft(`${subject}.${name}`))?.name ?? null,
  )
  const [isPressed, setPressed] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const me = useMe()
  const sending = useSending()
  const frame = useFocusBack(openName)
  const open = possible.find(({ name }) => name === openName)

  const settle = () => {
    setOpen(null)
    setSaved(`Сохранено в\u00a0${formatTime(momentOf(me))}`)
    // The pressed button may be gone with the state it belonged to: the focus stays in place.
    frame.current?.focus({ preventScroll: true })
  }
  const press = async ({ name, run }: Action) => {
    setSaved(null)
    setPressed(true)
    if (!run) return setOpen(name)
    if (await sending.send([], run)) settle()
  }
  // Who may do nothing here hears no empty group; after an action it stays, to say that it was saved.
  if (!isPressed && possible.length === 0 && impossible.length === 0) return null
  return (
    <fieldset ref={frame} tabIndex={-1} className={styles.bar} aria-label={label} data-noprint>
      {sending.failure && <ErrorState {...wordsOf(sending.failure)} headingLevel={3} />}
      {open?.form ? (
        open.form({
          draft: `${subject}.${open.name}`,
          takesFocus: isPressed,
          onClose: () => setOpen(null),
          onSaved: settle,
        })
      ) : (
        <>
          {possible.length > 0 && (
            <div className={styles.buttons}>
              {possible.map((action) => (
                <Button
                  key={action.name}
                  size="small"
                  look={action.look}
                  data-action={action.name}
                  aria-disabled={sending.isSending || undefined}
                  onClick={() => void press(action)}
                >
                  {action.words}
                </Button>
              ))}
            </div>
          )}
          <Reasons actions={impossible.filter((action) => !folded.includes(action))} blocked={blocked} />
          {folded.length > 0 && (
            <Disclosure summary={<span className={text.meta}>Что сейчас нельзя и почему</span>}>
              <Reasons actions={folded} blocked={blocked} />
            </Disclosure>
          )}
        </>
      )}
      <p role="status">{saved && <Status kind="ok" text={saved} />}</p>
    </fieldset>
  )
}

/** When a form is put away, the focus goes back to the button that had opened it. */
function useFocusBack(openName: string | null) {
  const frame = useRef<HTMLFieldSetElement>(null)
  const previous = useRef(openName)
  useEffect(() => {
    const closed = previous.current
    previous.current = openName
    if (closed === null || openName !== null) return
    frame.current?.querySelector<HTMLElement>(`[data-action="${closed}"]`)?.focus({ preventScroll: true })
  }, [openName])
  return frame
}

/** Each reason once, with the actions it holds. */
function Reasons({ actions, blocked }: Pick<ActionBarProps, 'actions' | 'blocked'>) {
  const reasons = [...new Set(actions.map(({ name }) => blocked[name]))]
  return reasons.map((why) => (
    <WhyDisabled key={why} why={why} size="small">
      {actions.filter(({ name }) => blocked[name] === why).map(({ words }) => words)}
    </WhyDisabled>
  ))
}

function wordsOf({
  title,
  text,
  supportNumber,
}: {
  title: string
  text: string
  supportNumber: string | null
}) {
  return { title, text, supportNumber }
}

/**
 * A form as officials expect it: what is wrong stands on top with the focus and again at the field, in the same words;
 * Ctrl+S sends it; a second press while it is on its way does nothing.
 */
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import type { FieldIssue } from '@/lib/fieldIssue'
import { Button } from './Button'
import styles from './Form.module.css'
import { Note } from './Note'
import { ErrorState } from './states'

export type { FieldIssue }

/** Id and error of a field by its name; spread into TextField, TextArea, SelectField or DateField. */
export type FieldOf = (name: string) => { id: string; error: string | null }

interface FormProps {
  /** Names the form for those who listen. */
  label: string
  issues: readonly FieldIssue[]
  /** Why it was refused, where no field is to blame. */
  failure: { title: string; text: string; supportNumber: string | null } | null
  isSending: boolean
  submit: string
  /** The words of the button meanwhile. */
  sending: string
  onSubmit: () => void
  /** Typing begins at once in the first field: for a form that was opened by hand. */
  takesFocus?: boolean
  /** Puts the form away; what was typed must be kept. */
  onClose?: () => void
  children: (field: FieldOf) => ReactNode
}

export function Form({
  label,
  issues,
  failure,
  isSending,
  submit,
  sending,
  onSubmit,
  takesFocus = false,
  onClose,
  children,
}: FormProps) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }, [takesFocus])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isSending) onSubmit()
  }
  const saveByKeys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyS') return
    event.preventDefault()
    form.current?.requestSubmit()
  }
  const field: FieldOf = (name) => ({
    id: `${id}-${name}`,
    error: issues.find((issue) => issue.name === name)?.message ?? null,
  })
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={label}
      onSubmit={send}
      onKeyDown={saveByKeys}
      noValidate
    >
      {issues.length > 0 && <ErrorSummary issues={issues} field={field} />}
      {failure && (
        <ErrorState
          key={failure.text}
          title={failure.title}
          text={failure.text}
          supportNumber={failure.supportNumber}
          headingLevel={3}
          takesFocus
        />
      )}
      {children(field)}
      <div className={styles.buttons}>
        <Button type="submit" look="primary" aria-disabled={isSending || undefined}>
          {isSending ? sending : submit}
        </Button>
        {onClose && (
          <Button look="quiet" onClick={onClose}>
            Свернуть
          </Button>
        )}
      </div>
    </form>
  )
}

/** Takes the focus each time the form was sent in vain, not while the fields are being mended. */
function ErrorSummary({ issues, field }: { issues: readonly FieldIssue[]; field: FieldOf }) {
  const frame = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list of issues is a new attempt
  useEffect(() => frame.current?.focus(), [issues])
  useMarkedTitle()
  return (
    <div ref={frame} tabIndex={-1} role="alert" className={styles.summary}>
      <Note tone="late">
        <h3>Проверьте введённое</h3>
        <ul>
          {issues.map(({ name, message }) => (
            <li key={name}>
              <a
                href={`#${field(name).id}`}
                onClick={(event) => {
                  // The address of the page belongs to the router.
                  event.preventDefault()
                  document.getElementById(field(name).id)?.focus()
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}

const MARK = 'Ошибка: '

/** The title of the tab says so too: it is what a screen reader reads first. */
function useMarkedTitle(): void {
  useEffect(() => {
    document.title = MARK + document.title
    return () => {
      if (document.title.startsWith(MARK)) document.title = document.title.slice(MARK.length)
    }
  }, [])
}

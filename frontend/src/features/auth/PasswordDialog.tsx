/** Changing one's own password: over the page, so that the work below is not lost. */
import { type FormEvent, useRef, useState } from 'react'
import { changePassword } from '@/api/generated/sdk.gen'
import { asProblem, type Problem } from '@/api/problems'
import { signIn } from '@/api/session'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PasswordField } from '@/ui/PasswordField'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import styles from './SignInForm.module.css'

interface PasswordDialogProps {
  login: string
  isOpen: boolean
  onClose: () => void
}

export function PasswordDialog({ login, isOpen, onClose }: PasswordDialogProps) {
  return (
    <Dialog title="Смена пароля" isOpen={isOpen} onClose={onClose}>
      <PasswordForm login={login} onClose={onClose} />
    </Dialog>
  )
}

export function PasswordForm({ login, onClose }: Omit<PasswordDialogProps, 'isOpen'>) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isTried, setTried] = useState(false)
  const [isSending, setSending] = useState(false)
  const [isDone, setDone] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const currentField = useRef<HTMLInputElement>(null)
  const nextField = useRef<HTMLInputElement>(null)

  const currentError =
    isTried && current === '' ? 'Введите текущий пароль.' : (problem?.at('/current_password') ?? null)
  const nextError = isTried && next === '' ? 'Введите новый пароль.' : (problem?.at('/new_password') ?? null)
  const isAtField = Boolean(problem?.at('/current_password') ?? problem?.at('/new_password'))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (current === '') return currentField.current?.focus()
    if (next === '') return nextField.current?.focus()
    // A double click is one change.
    if (isSending) return
    setSending(true)
    setProblem(null)
    try {
      await changePassword({ body: { current_password: current, new_password: next }, throwOnError: true })
      setDone(true)
      // The change has ended every session of the person, this one too. Were this to fail, the next request asks.
      await signIn(login, next).catch(() => undefined)
    } catch (error) {
      const refusal = asProblem(error)
      setProblem(refusal)
      const field = refusal.at('/new_password') ? nextField : currentField
      field.current?.focus()
    } finally {
      setSending(false)
    }
  }

  if (isDone) return <Done onClose={onClose} />
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {problem && !isAtField && (
        <ErrorState title={problem.title} text={problem.text} supportNumber={problem.supportNumber} />
      )}
      {/* For the password manager: whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PasswordField
        ref={currentField}
        label="Текущий пароль"
        name="current_password"
        autoComplete="current-password"
        data-autofocus
        value={current}
        error={currentError}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        ref={nextField}
        label="Новый пароль"
        hint="Не короче 12 символов. Подойдёт фраза из нескольких слов."
        name="new_password"
        autoComplete="new-password"
        value={next}
        error={nextError}
        onChange={(event) => setNext(event.target.value)}
      />
      <Button type="submit" look="primary" isWide aria-disabled={isSending || undefined}>
        {isSending ? 'Меняем' : 'Сменить пароль'}
      </Button>
    </form>
  )
}

function Done({ onClose }: { onClose: () => void }) {
  return (
    <div className={styles.form}>
      <p role="status">
        <Status kind="ok" text="Пароль изменён." /> На других компьютерах и телефонах нужно войти заново.
      </p>
      <Button isWide onClick={onClose} autoFocus>
        Продолжить работу
      </Button>
    </div>
  )
}

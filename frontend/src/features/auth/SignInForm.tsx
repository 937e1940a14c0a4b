/** The form of log-in, the same on its page and over a page whose session has ended. */
import { type FormEvent, useRef, useState } from 'react'
import { asProblem, type Problem } from '@/api/problems'
import { signIn } from '@/api/session'
import { Button } from '@/ui/Button'
import { PasswordField } from '@/ui/PasswordField'
import { ErrorState } from '@/ui/states'
import { TextField } from '@/ui/TextField'
import styles from './SignInForm.module.css'

interface SignInFormProps {
  /** Set when the person is known and only has to prove it again. */
  fixedLogin?: string
  onSuccess: () => void
}

export function SignInForm({ fixedLogin, onSuccess }: SignInFormProps) {
  const [login, setLogin] = useState(fixedLogin ?? '')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const loginField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)

  const loginError = isTried && login.trim() === '' ? 'Введите логин.' : null
  const passwordError = isTried && password === '' ? 'Введите пароль.' : null

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (login.trim() === '') return loginField.current?.focus()
    if (password === '') return passwordField.current?.focus()
    // A double click is one log-in.
    if (isSending) return
    setSending(true)
    setProblem(null)
    try {
      await signIn(login.trim(), password)
      onSuccess()
    } catch (error) {
      setProblem(asProblem(error))
      passwordField.current?.select()
    } finally {
      setSending(false)
    }
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {problem && (
        <ErrorState
          title={problem.status === 401 ? 'Не получилось войти' : problem.title}
          text={
            problem.status === 401
              ? 'Логин или пароль не подошли. Проверьте раскладку клавиатуры и Caps Lock.'
              : problem.text
          }
          supportNumber={problem.supportNumber}
        />
      )}
      <TextField
        ref={loginField}
        label="Логин"
        name="username"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        readOnly={fixedLogin !== undefined}
        value={login}
        error={loginError}
        onChange={(event) => setLogin(event.target.value)}
      />
      <PasswordField
        ref={passwordField}
        label="Пароль"
        name="password"
        autoComplete="current-password"
        data-autofocus
        value={password}
        error={passwordError}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" isWide aria-disabled={isSending || undefined}>
        {isSending ? 'Входим' : 'Войти'}
      </Button>
    </form>
  )
}

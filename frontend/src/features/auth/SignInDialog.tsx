/** Log-in in place: the page below stays as it is, with everything typed into it. */
import { useQueryClient } from '@tanstack/react-query'
import { meOptions } from '@/api/me'
import { declineToSignIn, useSession } from '@/api/session'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import styles from './SignInDialog.module.css'
import { SignInForm } from './SignInForm'

/** `onDecline` leads to the log-in page; the other person must not see what the first one left. */
export function SignInDialog({ onDecline }: { onDecline: () => void }) {
  const { isAsking } = useSession()
  const me = useQueryClient().getQueryData(meOptions().queryKey)
  return (
    <Dialog isOpen={isAsking} title="Войдите ещё раз">
      <p className={styles.text}>
        Время работы истекло. Введённое на странице сохранено: после входа продолжите с того же места.
      </p>
      <SignInForm fixedLogin={me?.login} onSuccess={() => {}} />
      <p className={styles.other}>
        <Button
          look="quiet"
          size="small"
          onClick={() => {
            declineToSignIn()
            onDecline()
          }}
        >
          Выйти и войти под другим логином
        </Button>
      </p>
    </Dialog>
  )
}

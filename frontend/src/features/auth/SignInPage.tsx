import { Icon } from '@/ui/icons'
import { PageTitle } from '@/ui/PageHeader'
import { SignInForm } from './SignInForm'
import styles from './SignInPage.module.css'

/** The page of those who have not logged in yet. */
export function SignInPage({ onSuccess }: { onSuccess: () => void }) {
  return (
    <main className={styles.page} id="main" tabIndex={-1}>
      <PageTitle title="Вход" />
      <div className={styles.frame}>
        <p className={styles.brand}>
          <Icon name="brand" />
          Маршрут
        </p>
        <h1>Вход</h1>
        <p className={styles.about}>Дорожные карты школ, проект «500+» и результаты оценочных процедур.</p>
        <SignInForm onSuccess={onSuccess} />
        <p className={styles.help}>Логин и пароль выдаёт администратор вашего управления.</p>
      </div>
    </main>
  )
}

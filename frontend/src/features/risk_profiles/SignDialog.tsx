import { signRiskProfile } from '@/api/generated/sdk.gen'
import type { RiskProfileOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { Dialog } from '@/ui/Dialog'
import { Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import styles from './RiskProfile.module.css'
import { meantFor, summaryOf } from './words'

interface SignDialogProps {
  schoolId: string
  profile: RiskProfileOut
  onClose: () => void
}

/** What is signed stands in full before the signature. */
export function SignDialog({ schoolId, profile, onClose }: SignDialogProps) {
  const { send, ...state } = useSending()
  const { cycle, factors, warnings, school_name } = profile
  const submit = async () => {
    const isDone = await send([], () =>
      signRiskProfile({
        path: { school_id: schoolId },
        headers: meantFor(profile),
        body: { cycle },
        throwOnError: true,
      }),
    )
    if (isDone) onClose()
  }
  return (
    <Dialog title="Проверьте перед подписанием" isOpen onClose={onClose}>
      <p className={styles.remark}>
        {school_name}, {cycle} год. {summaryOf(profile)}.
      </p>
      <ul className={styles.review}>
        {factors.map(({ code, name, verdict }) => (
          <li key={code}>
            {name}: <b>{verdict ? outcomeOf(verdict) : 'решения нет'}</b>
            {verdict?.is_selected && ', в работе'}
          </li>
        ))}
      </ul>
      {warnings.map((warning) => (
        <Note key={warning} tone="due">
          {warning}
        </Note>
      ))}
      <p className={styles.remark}>
        Вторая подпись сделает профиль верифицированным. Любое изменение до неё снимет вашу подпись.
      </p>
      <Form
        label="Подписание профиля"
        {...state}
        submit="Подписать"
        sending="Подписываем"
        onSubmit={() => void submit()}
      >
        {() => null}
      </Form>
    </Dialog>
  )
}

function outcomeOf({
  verdict,
  title,
  level_title,
}: NonNullable<RiskProfileOut['factors'][number]['verdict']>) {
  return verdict === 'not_confirmed' ? title.toLowerCase() : `${level_title.toLowerCase()} значимость`
}

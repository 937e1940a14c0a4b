import { useDraft } from '@/api/drafts'
import { reopenRiskProfile } from '@/api/generated/sdk.gen'
import type { RiskProfileOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { Dialog } from '@/ui/Dialog'
import { Form } from '@/ui/Form'
import { TextArea } from '@/ui/TextArea'
import { meantFor, SHORTEST_REASON } from './words'

interface ReopenDialogProps {
  schoolId: string
  profile: RiskProfileOut
  onClose: () => void
}

/** Opening a verified profile again takes both signatures away: it asks why. */
export function ReopenDialog({ schoolId, profile, onClose }: ReopenDialogProps) {
  const { draft, type, forget } = useDraft(`risk.${schoolId}.${profile.cycle}.reopen`, { reason: '' })
  const { send, ...state } = useSending(['reason'])
  const submit = async () => {
    const reason = draft.reason.trim()
    const issues =
      reason.length < SHORTEST_REASON
        ? [{ name: 'reason', message: 'Напишите, почему открываете снова.' }]
        : []
    const isDone = await send(issues, () =>
      reopenRiskProfile({
        path: { school_id: schoolId },
        headers: meantFor(profile),
        body: { cycle: profile.cycle, reason },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onClose()
  }
  return (
    <Dialog title="Открыть профиль снова" isOpen onClose={onClose}>
      <Form
        label="Открыть профиль снова"
        {...state}
        submit="Открыть снова"
        sending="Открываем"
        onSubmit={() => void submit()}
      >
        {(field) => (
          <TextArea
            {...field('reason')}
            label="Почему открываете снова"
            hint="Обе подписи снимутся, причину увидят школа и куратор"
            value={draft.reason}
            maxLength={1000}
            onChange={(event) => type({ reason: event.target.value })}
          />
        )}
      </Form>
    </Dialog>
  )
}

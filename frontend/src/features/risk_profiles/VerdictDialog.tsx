import { useDraft } from '@/api/drafts'
import { decideRiskFactors } from '@/api/generated/sdk.gen'
import type { FactorOut, RiskProfileOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import type { FieldIssue } from '@/lib/fieldIssue'
import { bound } from '@/lib/typography'
import { Dialog } from '@/ui/Dialog'
import { Form } from '@/ui/Form'
import { RadioGroup } from '@/ui/RadioGroup'
import { SelectField } from '@/ui/SelectField'
import { TextArea } from '@/ui/TextArea'
import styles from './RiskProfile.module.css'
import { LEVEL_CHOICES, type LevelCode, meantFor, SHORTEST_REASON } from './words'

type Verdict = 'confirmed' | 'not_confirmed' | 'level_changed'

const VERDICTS: readonly { value: Verdict; text: string }[] = [
  { value: 'confirmed', text: 'Подтверждён' },
  { value: 'not_confirmed', text: 'Не подтверждён' },
  { value: 'level_changed', text: 'Уровень изменён' },
]

interface VerdictDialogProps {
  schoolId: string
  profile: RiskProfileOut
  factor: FactorOut
  onClose: () => void
}

interface VerdictDraft {
  verdict: Verdict
  level: LevelCode
  reason: string
  isSelected: boolean
}

/** What the curator has found about one factor, why, and whether the school works on it. */
export function VerdictDialog({ schoolId, profile, factor, onClose }: VerdictDialogProps) {
  const { verdict } = factor
  const name = `risk.${schoolId}.${profile.cycle}.${factor.code}`
  const { draft, type, forget } = useDraft<VerdictDraft>(name, {
    verdict: verdict?.verdict ?? 'confirmed',
    level: verdict?.level ?? factor.curator.level ?? factor.survey.level ?? factor.school.level ?? 'medium',
    reason: verdict?.reason ?? '',
    isSelected: verdict?.is_selected ?? false,
  })
  const { send, ...state } = useSending()
  const isOpen = draft.verdict !== 'not_confirmed'
  const submit = async () => {
    const isDone = await send(issuesOf(draft, factor), () =>
      decideRiskFactors({
        path: { school_id: schoolId },
        headers: meantFor(profile),
        body: {
          cycle: profile.cycle,
          verdicts: [
            {
              factor: factor.code,
              verdict: draft.verdict,
              level: draft.level,
              reason: draft.reason.trim() || null,
              is_selected: isOpen && draft.isSelected,
            },
          ],
        },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onClose()
  }
  return (
    <Dialog title={bound(factor.name)} isOpen onClose={onClose}>
      {factor.needs_reason && (
        <p className={styles.remark}>
          Стороны расходятся. Анкета: {factor.survey.level_title.toLowerCase()}, школа:{' '}
          {factor.school.level_title.toLowerCase()}, куратор: {factor.curator.level_title.toLowerCase()}.
        </p>
      )}
      <Form
        label={`Решение по фактору ${factor.name}`}
        {...state}
        submit="Записать решение"
        sending="Записываем"
        onSubmit={() => void submit()}
      >
        {(field) => (
          <>
            <RadioGroup
              label="Решение"
              options={VERDICTS}
              chosen={draft.verdict}
              onChoose={(chosen) => type({ verdict: chosen })}
            />
            {isOpen && (
              <SelectField
                {...field('level')}
                label="Значимость"
                options={LEVEL_CHOICES}
                value={draft.level}
                onChoose={(level) => type({ level: level as LevelCode })}
              />
            )}
            <TextArea
              {...field('reason')}
              label="Почему решено так"
              hint="Что видели на посещении. Причину увидит школа"
              value={draft.reason}
              maxLength={1000}
              onChange={(event) => type({ reason: event.target.value })}
            />
            {isOpen && (
              <label className={styles.check}>
                <input
                  type="checkbox"
                  checked={draft.isSelected}
                  onChange={(event) => type({ isSelected: event.target.checked })}
                />
                Взять в работу: по фактору будет антирисковая программа
              </label>
            )}
          </>
        )}
      </Form>
    </Dialog>
  )
}

function issuesOf({ verdict, reason }: VerdictDraft, { needs_reason }: FactorOut): FieldIssue[] {
  const isNeeded = needs_reason || verdict !== 'confirmed'
  return isNeeded && reason.trim().length < SHORTEST_REASON
    ? [{ name: 'reason', message: 'Напишите, почему решено так.' }]
    : []
}

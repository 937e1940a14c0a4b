import { useDraft } from '@/api/drafts'
import { stateRiskLevels } from '@/api/generated/sdk.gen'
import type { FactorOut, RiskProfileOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import type { FieldIssue } from '@/lib/fieldIssue'
import { Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import styles from './RiskProfile.module.css'
import { LEVEL_CHOICES, type LevelCode, meantFor, SHORTEST_REASON, type Source } from './words'

const UNSAID = ''
const NO_DATA = 'no_data'
const CHOICES = [
  { value: UNSAID, text: 'Не оценено' },
  ...LEVEL_CHOICES,
  { value: NO_DATA, text: 'Нет данных' },
]

interface Said {
  level: string
  words: string
}

interface LevelsFormProps {
  schoolId: string
  profile: RiskProfileOut
  source: Source
  submit: string
  onClose: () => void
}

/** The levels of one party in one form; what is typed is kept until it is sent. */
export function LevelsForm({ schoolId, profile, source, submit, onClose }: LevelsFormProps) {
  const { factors, cycle } = profile
  const { draft, type, forget } = useDraft<Record<string, Said>>(`risk.${schoolId}.${cycle}.${source}`, {})
  const saidOf = (factor: FactorOut) => draft[factor.code] ?? knownOf(factor, source)
  const { send, ...state } = useSending()
  const save = async () => {
    const levels = factors
      .map((factor) => ({ code: factor.code, ...saidOf(factor) }))
      .filter(({ level }) => level !== UNSAID)
      .map(({ code, level, words }) => ({
        factor: code,
        level: level === NO_DATA ? null : (level as LevelCode),
        no_data_reason: level === NO_DATA ? words.trim() : null,
        comment: level === NO_DATA ? null : words.trim() || null,
      }))
    const isDone = await send(issuesOf(factors, saidOf), () =>
      stateRiskLevels({
        path: { school_id: schoolId },
        headers: meantFor(profile),
        body: { source, cycle, origin: 'manual', levels },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onClose()
  }
  return (
    <Form
      label={submit}
      {...state}
      submit={submit}
      sending="Сохраняем"
      onSubmit={() => void save()}
      onClose={onClose}
      takesFocus
    >
      {(field) =>
        factors.map((factor) => {
          const said = saidOf(factor)
          const change = (part: Partial<Said>) => type({ [factor.code]: { ...said, ...part } })
          return (
            <fieldset key={factor.code} className={styles.factor}>
              <legend>{factor.name}</legend>
              <SelectField
                {...field(`${factor.code}.level`)}
                label="Значимость"
                options={CHOICES}
                value={said.level}
                onChoose={(level) => change({ level })}
              />
              <TextField
                {...field(factor.code)}
                label={said.level === NO_DATA ? 'Почему нет данных' : 'На чём основана оценка'}
                value={said.words}
                maxLength={said.level === NO_DATA ? 1000 : 2000}
                onChange={(event) => change({ words: event.target.value })}
              />
            </fieldset>
          )
        })
      }
    </Form>
  )
}

function knownOf(factor: FactorOut, source: Source): Said {
  const { level, recorded_at, no_data_reason, comment } = factor[source]
  if (level) return { level, words: comment ?? '' }
  return recorded_at ? { level: NO_DATA, words: no_data_reason ?? '' } : { level: UNSAID, words: '' }
}

function issuesOf(factors: readonly FactorOut[], saidOf: (factor: FactorOut) => Said): FieldIssue[] {
  const issues = factors
    .filter(
      (factor) => saidOf(factor).level === NO_DATA && saidOf(factor).words.trim().length < SHORTEST_REASON,
    )
    .map(({ code, name }) => ({ name: code, message: `«${name}»: напишите, почему нет данных.` }))
  const [first] = factors
  if (first && factors.every((factor) => saidOf(factor).level === UNSAID)) {
    return [{ name: `${first.code}.level`, message: 'Оцените хотя бы один фактор.' }]
  }
  return issues
}

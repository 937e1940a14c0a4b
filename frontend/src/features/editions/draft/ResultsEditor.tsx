/** Expected results as predicates: which part of whom must have which accepted facts. The sentence stands on top. */
import type { DraftResult, DraftRow, FactKindOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { RadioGroup } from '@/ui/RadioGroup'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import type { RowChange } from './document'
import { FactsChoice } from './FactsChoice'
import { factsFor, MEMBER_WORDS, MEMBERS, type Members, predicateWords, type Quantifier } from './predicate'
import styles from './RowDetails.module.css'
import { Threshold } from './Threshold'

/** As many as the contract takes. */
const MOST_RESULTS = 4
const LINE = 300

interface ResultsEditorProps {
  row: DraftRow
  kinds: readonly FactKindOut[]
  onChange: (change: RowChange) => void
}

export function ResultsEditor({ row, kinds, onChange }: ResultsEditorProps) {
  const { results } = row
  const put = (changed: DraftResult[]) => onChange({ results: changed })
  const first = newResult(row, kinds)
  return (
    <div className={`${styles.part} ${styles.results}`}>
      <h4>Как считается выполнение</h4>
      {row.expected_result !== null && <p className={text.sub}>В распоряжении: «{row.expected_result}»</p>}
      {results.length === 0 && (
        <p>Условия нет: исполнение строки принимают целиком, по сроку. Число ввести вручную нельзя.</p>
      )}
      {results.map((result, place) => (
        <Result
          // biome-ignore lint/suspicious/noArrayIndexKey: a result is edited in place and has no name of its own
          key={place}
          result={result}
          kinds={kinds}
          onChange={(change) =>
            put(results.map((other, at) => (at === place ? { ...other, ...change } : other)))
          }
          onRemove={() => put(results.filter((_, at) => at !== place))}
        />
      ))}
      {results.length < MOST_RESULTS && first && (
        <p>
          <Button size="small" onClick={() => put([...results, first])}>
            {results.length === 0 ? 'Задать условие' : 'Добавить условие'}
          </Button>
        </p>
      )}
    </div>
  )
}

/** The plainest condition for the row, to be made exact by hand. */
function newResult(
  { target_set: members, results }: DraftRow,
  kinds: readonly FactKindOut[],
): DraftResult | null {
  const usual = factsFor({ members, unit: 'member' }, kinds)
  const fact = usual.find(({ code }) => code === 'row_accepted') ?? usual[0]
  if (!fact) return null
  return {
    title: results.length === 0 ? 'Ожидаемый результат' : `Ожидаемый результат ${results.length + 1}`,
    quantifier: 'all',
    threshold: null,
    members,
    unit: 'member',
    facts: [fact.code],
    is_explicit: false,
  }
}

interface ResultProps {
  result: DraftResult
  kinds: readonly FactKindOut[]
  onChange: (change: Partial<DraftResult>) => void
  onRemove: () => void
}

const QUANTIFIERS: { value: Quantifier; text: string }[] = [
  { value: 'all', text: 'все' },
  { value: 'at_least', text: 'не меньше числа' },
  { value: 'share', text: 'не меньше доли' },
]
const THRESHOLDS: Record<Quantifier, number | null> = { all: null, at_least: 1, share: 100 }

function Result({ result, kinds, onChange, onRemove }: ResultProps) {
  const { title, quantifier, threshold, members, unit, facts, is_explicit } = result
  const possible = factsFor(result, kinds)
  const countsPeople = factsFor({ members, unit: 'person' }, kinds).length > 0
  return (
    <fieldset className={styles.result}>
      <legend className={styles.sentence}>{bound(predicateWords(result, kinds))}</legend>
      <div className={styles.fields}>
        <TextField
          label="Название"
          maxLength={LINE}
          value={title}
          error={title.trim() === '' ? 'Введите название, например «Кураторы».' : null}
          onChange={(event) => onChange({ title: event.target.value })}
        />
        <SelectField
          label="Кого считаем"
          options={MEMBERS.map((value) => ({ value, text: MEMBER_WORDS[value].nominative }))}
          value={members}
          onChoose={(value) => onChange(withMembers(result, value as Members, kinds))}
        />
        {members !== 'office' && (
          <SelectField
            label="Сколько из них"
            options={QUANTIFIERS}
            value={quantifier}
            onChoose={(value) =>
              onChange({ quantifier: value as Quantifier, threshold: THRESHOLDS[value as Quantifier] })
            }
          />
        )}
        {threshold !== null && members !== 'office' && (
          <Threshold
            quantifier={quantifier}
            value={threshold}
            onChange={(value) => onChange({ threshold: value })}
          />
        )}
      </div>
      {(countsPeople || unit === 'person') && (
        <RadioGroup
          label="Что считаем"
          options={[
            { value: 'member', text: 'школы, кураторов' },
            { value: 'person', text: 'людей в подтверждениях, «5 из 8»' },
          ]}
          chosen={unit}
          onChoose={(value) => onChange(withUnit(result, value, kinds))}
        />
      )}
      <FactsChoice
        chosen={facts}
        possible={possible}
        kinds={kinds}
        onChange={(codes) => onChange({ facts: codes })}
      />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={is_explicit}
          onChange={(event) => onChange({ is_explicit: event.target.checked })}
        />
        Число названо в самом распоряжении («100 % ОО …»)
      </label>
      <p>
        <Button size="small" onClick={onRemove}>
          Убрать условие
        </Button>
      </p>
    </fieldset>
  )
}

/** Facts about schools cannot be asked of curators: what does not fit gives way to the first that does. */
function withMembers(
  result: DraftResult,
  members: Members,
  kinds: readonly FactKindOut[],
): Partial<DraftResult> {
  const whole = members === 'office' ? { quantifier: 'all' as const, threshold: null } : {}
  return { members, ...whole, ...fitting({ ...result, members, unit: 'member' }, kinds), unit: 'member' }
}

function withUnit(
  result: DraftResult,
  unit: DraftResult['unit'],
  kinds: readonly FactKindOut[],
): Partial<DraftResult> {
  return { unit, ...fitting({ ...result, unit }, kinds) }
}

function fitting(result: DraftResult, kinds: readonly FactKindOut[]): Pick<DraftResult, 'facts'> {
  const possible = factsFor(result, kinds).map(({ code }) => code)
  const kept = result.facts.filter((code) => possible.includes(code))
  return { facts: kept.length > 0 ? kept : possible.slice(0, 1) }
}

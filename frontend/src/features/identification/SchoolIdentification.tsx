import { useQuery } from '@tanstack/react-query'
import { getSchoolIdentificationOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { IdentificationLineOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { LineView } from './LineView'

interface SchoolIdentificationProps {
  schoolId: string
  /** The run the address names; the newest without one. */
  runId: string | undefined
  onRun: (runId: string) => void
}

/** «Почему мы в списке»: what runs say of one school, and where it may object. */
export function SchoolIdentification({ schoolId, runId, onRun }: SchoolIdentificationProps) {
  const { data, error, refetch } = useQuery(
    getSchoolIdentificationOptions({ path: { school_id: schoolId }, query: { run_id: runId } }),
  )
  if (error) return <ProblemState problem={asProblem(error)} takesFocus onRetry={() => void refetch()} />
  if (!data) return <Loading rows={8} label="Загружаем расчёт" />
  if (!data.line) {
    return (
      <EmptyState title="Расчётов о школе пока нет">
        Здесь появится, что говорит правило о результатах школы и почему, когда управление откроет расчёт.
      </EmptyState>
    )
  }
  const { line } = data
  return (
    <div className={text.stackWide}>
      <div>
        <h2>{headingOf(line)}</h2>
        <p className={text.sub}>
          {bound(
            line.run_state === 'published'
              ? 'Правило считает по результатам, решение принимает управление. Если числа неверны, школа подаёт возражение.'
              : 'Расчёт ещё не открыт школе: его видит только управление.',
          )}
        </p>
      </div>
      {data.runs.length > 1 && (
        <div data-noprint>
          <SelectChip
            label="Расчёт"
            isFilter={false}
            options={data.runs.map((run) => ({
              value: run.run_id,
              text: `${run.year} год: ${run.decision_title ?? run.status_title}${run.published_at ? '' : ', не открыт школе'}`,
            }))}
            chosen={line.run_id}
            onChoose={onRun}
          />
        </div>
      )}
      <LineView key={line.run_id} line={line} />
    </div>
  )
}

/** The question in the words of the school; its answer depends on the decision, and until then on the rule. */
function headingOf({ decision, status }: IdentificationLineOut): string {
  if (decision?.decision === 'listed') return 'Почему мы в списке'
  if (decision?.decision === 'monitored') return 'Почему мы под наблюдением'
  if (decision) return 'Почему мы не в списке'
  if (status === 'low_results') return 'Почему мы в списке по расчёту'
  return 'Что говорит расчёт о нашей школе'
}
